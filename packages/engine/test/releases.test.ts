import { describe, it } from "@effect/vitest"
import { Effect, Logger } from "effect"
import { expect } from "vitest"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { advance, openEngine } from "./harness.ts"
import { line } from "./lineDecider.ts"
import { one, pass } from "./severalEngines.ts"

describe("the code of a process", () => {
  const release = (version: number, answer: string, compatibleWith?: ReadonlyArray<number>) => ({
    ...line(
      "order",
      [
        { type: "timer", id: "nap", delay: 1000 },
        { type: "job", id: "work" },
        ...(version > 1 ? [{ type: "job", id: "more" } as const] : []),
      ],
      { work: () => answer, more: () => answer },
      version,
    ),
    ...(compatibleWith === undefined ? {} : { compatibleWith }),
  })

  it.effect("decides which engine does an instance, while two releases run side by side", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const old = yield* openEngine([release(1, "old")], { store })
      const olds = yield* Effect.forEach(Array.from({ length: 20 }), () => old.start("order", {}))
      const next = yield* openEngine([release(2, "next")], { store })
      const nexts = yield* Effect.forEach(Array.from({ length: 20 }), () => next.start("order", {}))
      yield* advance(30_000, old, next)
      for (const instance of olds) expect(yield* next.result(instance)).toMatchObject({ work: "old" })
      for (const instance of nexts) expect(yield* old.result(instance)).toMatchObject({ work: "next", more: "next" })
      expect((yield* old.incidents.list()).items).toEqual([])
    }),
  )

  it.effect("that a later version is compatible with is offered by it, also where the old definition is stored later", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const next = yield* openEngine([release(2, "next", [1])], { store })
      const old = yield* openEngine([release(1, "old")], { store })
      const started = yield* old.start("order", {})
      yield* old.kill
      yield* advance(30_000, next)
      expect(yield* next.result(started)).toMatchObject({ work: "next" })
    }),
  )

  it.effect("that no engine has keeps instances waiting, without an incident, until it is back", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const old = yield* openEngine([release(1, "old")], { store })
      const started = yield* Effect.forEach(Array.from({ length: 600 }), () => old.start("order", {}), { concurrency: "unbounded" })
      const [first] = started
      yield* old.kill
      const other = yield* openEngine([release(2, "next"), one(() => 1)], { store })
      const later = yield* other.start("order", {})
      yield* advance(60_000, other)
      // More timers are due than are taken at a time, and none of them is ours: ours are fired all the same.
      expect(yield* other.result(later)).toMatchObject({ more: "next" })
      expect((yield* other.incidents.list()).items).toEqual([])
      expect((yield* other.why(first?.id ?? ""))[0]).toContain("No engine that runs now was given the code")
      yield* other.cancel(first?.id ?? "")
      expect(yield* Effect.flip(other.result(first?.id ?? ""))).toMatchObject({ code: "ProcessCancelled" })
      const back = yield* openEngine([release(1, "old")], { store })
      yield* advance(20_000, back, other)
      const ends = yield* Effect.forEach(started.slice(1), (instance) => other.result(instance), { concurrency: "unbounded" })
      expect(ends.every((end) => JSON.stringify(end).includes("old"))).toBe(true)
    }),
  )

  it.effect("that an engine offers and cannot read, for want of a plugin, holds up no timers of others", () =>
    Effect.gen(function* () {
      const old = yield* openEngine([release(1, "old")])
      yield* Effect.forEach(Array.from({ length: 600 }), () => old.start("order", {}), { concurrency: "unbounded" })
      yield* old.kill
      const next = release(2, "next", [1])
      const { decider } = next
      const compile: typeof decider.compile = (definition, options) => {
        if (definition.version === 1) throw new Error("no plugin brings what version 1 is made of")
        return decider.compile(definition, options)
      }
      const other = yield* openEngine([{ ...next, decider: { ...decider, compile } }], { store: old.store })
      yield* pass(2000)
      const later = yield* other.start("order", {})
      yield* pass(5000)
      expect(yield* other.result(later)).toMatchObject({ more: "next" })
      yield* other.kill
      const whole = yield* openEngine([next], { store: old.store })
      yield* pass(60_000)
      expect((yield* whole.list({ status: "active" })).items).toEqual([])
    }),
  )
})

describe("what no engine that runs has the code of", () => {
  it.effect("is named in a warning with how many instances wait, once per minute, until an engine has it", () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const logger = Logger.make(({ message }) => {
        const text = String(Array.isArray(message) ? message[0] : message)
        if (text.includes("wait")) said.push(text)
      })
      const model = line("order", [{ type: "job", id: "work" }], { work: () => new Promise(() => {}) })
      const first = yield* openEngine([model])
      for (let n = 0; n < 3; n++) yield* first.start("order", {})
      yield* first.kill
      yield* openEngine([one(() => 1)], { store: first.store }).pipe(Effect.provide(Logger.layer([logger])))
      yield* pass(9000)
      // The dead one may be alive, or the next one on its way.
      expect(said).toEqual([])
      yield* pass(50_000)
      const warning =
        "order@1: 3 instances wait for an engine that has the code. Open one with order@1, or a later version of 'order' that is compatibleWith 1."
      expect(said).toEqual([warning])
      yield* pass(120_000)
      expect(said.length).toBe(3)
      yield* openEngine([model], { store: first.store })
      yield* pass(120_000)
      expect(said.length).toBe(3)
    }),
  )
})
