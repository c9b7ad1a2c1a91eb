import { expect, it } from "@effect/vitest"
import type { Model } from "@millrace/kernel"
import { Effect } from "effect"
import { describe } from "vitest"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { advance, openEngine } from "./harness.ts"
import { relay } from "./mail/relayDecider.ts"

const hourly = (version = 1) => relay("report", [], { version, starts: [{ element: "hourly", kind: "timer", every: 3_600_000 }] })

describe("a definition that begins by a timer", () => {
  it.effect("begins an instance at each time, named by when it was to be", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([hourly()])
      expect(yield* engine.nextDue).toBe(3_600_000)
      yield* advance(2.5 * 3_600_000, engine)
      expect((yield* engine.list()).items.map(({ id, status }) => [id, status])).toEqual([
        ["report@1/hourly/1970-01-01T01:00:00.000Z", "completed"],
        ["report@1/hourly/1970-01-01T02:00:00.000Z", "completed"],
      ])
      expect(yield* engine.result("report@1/hourly/1970-01-01T01:00:00.000Z")).toEqual({
        input: {},
        start: "hourly",
        payload: "1970-01-01T01:00:00.000Z",
      })
    }),
  )

  it.effect("begins each only once where several engines run, and goes on after a restart", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const a = yield* openEngine([hourly()], { store })
      const b = yield* openEngine([hourly()], { store })
      yield* advance(1.5 * 3_600_000, a, b)
      yield* a.kill
      yield* b.kill
      yield* advance(2 * 3_600_000)
      const c = yield* openEngine([hourly()], { store })
      yield* advance(1000, c)
      expect((yield* c.list()).items.map(({ id }) => id.slice(-24))).toEqual([
        "1970-01-01T01:00:00.000Z",
        "1970-01-01T02:00:00.000Z",
        "1970-01-01T03:00:00.000Z",
      ])
    }),
  )

  it.effect("begins instances of its highest version only", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const old = yield* openEngine([hourly()], { store })
      yield* advance(1.5 * 3_600_000, old)
      const both = yield* openEngine([hourly(), hourly(2)], { store })
      yield* advance(2 * 3_600_000, old, both)
      expect((yield* both.list()).items.map(({ version }) => version)).toEqual([1, 2, 2])
    }),
  )

  it.effect("whose times cannot be computed keeps no other one from its times, and begins once they can", () =>
    Effect.gen(function* () {
      let trouble: "gives none" | "throws" | undefined = "gives none"
      const model = relay("broken", [])
      const broken: Model = {
        ...model,
        decider: {
          ...model.decider,
          starts: () => [
            {
              element: "daily",
              kind: "timer",
              step: (_fired, last = 0, now) => {
                if (trouble === "throws") throw new Error("no calendar")
                if (trouble === "gives none") return { fire: [], next: undefined, problem: "no calendar" }
                return now >= last + 1000 ? { fire: [now], next: undefined } : { fire: [], next: last + 1000 }
              },
            },
          ],
        },
      }
      const engine = yield* openEngine([broken, hourly()])
      yield* advance(3_600_000, engine)
      trouble = "throws"
      yield* advance(1.5 * 3_600_000, engine)
      expect((yield* engine.list()).items.map(({ process }) => process)).toEqual(["report", "report"])
      trouble = undefined
      yield* advance(5000, engine)
      expect((yield* engine.list({ process: "broken" })).items).toMatchObject([{ status: "completed" }])
    }),
  )

  it.effect("is left to others by a client", () =>
    Effect.gen(function* () {
      const client = yield* openEngine([hourly()], { client: true })
      yield* advance(3 * 3_600_000, client)
      expect((yield* client.list()).items).toEqual([])
    }),
  )
})
