/**
 * The spec of a workflow pattern: a process that has it, and the trace it gives.
 */
import { describe, it } from "vitest"
import type { Play } from "../play.ts"
import { patterns } from "./patterns.ts"

/** Tests one of the patterns in the table. */
export const pattern = (number: number, sentence: string, test: () => void): void => {
  const known = patterns.find((one) => one.number === number)
  if (known === undefined) throw new Error(`There is no pattern ${number}: patterns.ts has none of that number.`)
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
