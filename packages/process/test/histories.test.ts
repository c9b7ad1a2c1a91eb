/**
 * Histories: logs and snapshots as they stand in stores. What a release has written stays readable, so these files are
 * never edited once released; a change of format brings an upcaster and new files. To write those of the next release
 * anew: `MILLRACE_WRITE_HISTORIES=1 vitest run packages/process/test/histories.test.ts`.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import type { Json } from "@millrace/kernel"
import { compileOptions, driveRandomly, randomProcess, runDecider } from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"
import { eventTypes } from "../src/evolve/index.ts"
import { makeDefinition, type ProcessEvent, type ProcessGraph, processDecider } from "../src/index.ts"

const folder = new URL("./histories/", import.meta.url)
const next = new URL("./next/", folder)
/** Together they have every event there is. */
const seeds = [445, 1116, 485, 172, 162, 36]

/** A line of a file: what the history is of, an event, or the state after the events before it. */
type Line =
  | { readonly format: number; readonly digest: string; readonly graph: unknown }
  | { readonly event: ProcessEvent }
  | { readonly snapshot: object }

const writeHistory = (seed: number): void => {
  const { definition, bindings } = randomProcess(seed, { size: 6 })
  const run = runDecider(processDecider, definition, { bindings })
  const lines: Array<Line> = [{ format: processDecider.format, digest: definition.digest, graph: definition.graph }]
  let written = 0
  let commands = 0
  driveRandomly(run, seed, {
    after: () => {
      for (const event of run.log.slice(written)) lines.push({ event })
      written = run.log.length
      if (commands++ % 4 === 2) lines.push({ snapshot: processDecider.snapshot(run.state()) as object })
    },
  })
  lines.push({ snapshot: processDecider.snapshot(run.state()) as object })
  writeFileSync(new URL(`${seed}.jsonl`, next), `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`)
}
if (process.env.MILLRACE_WRITE_HISTORIES === "1") for (const seed of seeds) writeHistory(seed)

const linesOf = (file: string): ReadonlyArray<Line> =>
  readFileSync(new URL(file, folder), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line)

const histories = readdirSync(folder).flatMap((release) => readdirSync(new URL(`${release}/`, folder)).map((file) => `${release}/${file}`))

const plain = (snapshot: unknown): unknown => JSON.parse(JSON.stringify(snapshot))

describe.each(histories)("the history %s", (file) => {
  const [head, ...lines] = linesOf(file)
  if (head === undefined || !("graph" in head)) throw new Error(`${file} does not say what it is of`)
  const definition = { kind: "process", id: "random", version: 1, graph: head.graph, digest: head.digest }
  const compiled = processDecider.compile(definition, compileOptions({}))

  it("folds to the states that were written then", () => {
    const state = processDecider.initial(compiled)
    for (const line of lines) {
      if ("event" in line) processDecider.evolve(compiled, state, processDecider.upcastEvent(line.event, head.format) as ProcessEvent)
      if ("snapshot" in line) expect(plain(processDecider.snapshot(state))).toEqual(line.snapshot)
    }
  })

  it("goes on from the states that were written then", () => {
    for (const line of lines) {
      if (!("snapshot" in line)) continue
      const restored = processDecider.restore(compiled, processDecider.upcastSnapshot(plain(line.snapshot) as Json, head.format))
      expect(plain(processDecider.snapshot(restored))).toEqual(line.snapshot)
    }
  })

  it("has the digest that its graph still has", () => {
    expect(makeDefinition({ ...definition, graph: head.graph as ProcessGraph }).digest).toBe(head.digest)
  })
})

it("the histories of the next release have every event there is", () => {
  const seen = new Set<string>(
    seeds.flatMap((seed) => linesOf(`next/${seed}.jsonl`).flatMap((line) => ("event" in line ? [line.event.type] : []))),
  )
  // Those need more than fits into a file that people read, or a language for decisions.
  expect(eventTypes.filter((type) => !seen.has(type)).sort()).toEqual(["ContinueRequested", "DecisionExplained"])
})
