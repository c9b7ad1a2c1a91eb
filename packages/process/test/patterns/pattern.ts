/**
 * The spec of a workflow pattern: a process that has it, and the trace it gives. What each means, and what has it here,
 * stands in `patterns.json`, of which `docs/reference/workflow-patterns.md` is made.
 */
import { readFileSync } from "node:fs"
import { describe, it } from "vitest"
import type { Play } from "../play.ts"

const patterns: ReadonlyArray<{ readonly number: number; readonly name: string }> = JSON.parse(
  readFileSync(new URL("./patterns.json", import.meta.url), "utf8"),
)

/** Tests one of the patterns in the table. */
export const pattern = (number: number, sentence: string, test: () => void | Promise<void>): void => {
  const known = patterns.find((one) => one.number === number)
  if (known === undefined) throw new Error(`There is no pattern ${number}: patterns.json has none of that number.`)
  describe(`pattern ${number}, ${known.name}`, () => {
    it(sentence, test)
  })
}

/** How often the work of an activity was done. */
export const done = (p: Play, activity: string): number =>
  p.run.log.filter((event) => {
    if (event.type !== "JobCompleted") return false
    const created = p.run.log.find((other) => other.type === "JobCreated" && other.job === event.job)
    const owner = created?.type === "JobCreated" ? created.owner : 0
    return p.run.log.some((other) => other.type === "ElementActivated" && other.id === owner && other.element === activity)
  }).length
