import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { StoreError } from "../src/store/StoreError.ts"
import { advance, openEngine, type StoreShape } from "./harness.ts"
import { line } from "./lineDecider.ts"

describe("a result that the store does not take", () => {
  it.effect("becomes an incident after some tries, and holds up nothing else", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const store: StoreShape = {
        ...inner,
        log: {
          ...inner.log,
          commit: (batch) =>
            batch.log.some(({ events }) => events.includes("too much"))
              ? Effect.fail(new StoreError({ code: "StoreFailed", message: "string or blob too big" }))
              : inner.log.commit(batch),
        },
      }
      const model = line("big", [{ type: "job", id: "work" }], {
        work: ({ vars }) => ((vars.input as { big: boolean }).big ? "too much" : "fine"),
      })
      const engine = yield* openEngine([model], { store })
      const [big, small] = yield* Effect.all([engine.start("big", { big: true }), engine.start("big", { big: false })], {
        concurrency: "unbounded",
      })
      yield* advance(2000, engine)
      expect(yield* engine.result(small)).toMatchObject({ work: "fine" })
      expect((yield* engine.incidents.list()).items).toEqual([])
      yield* advance(3000, engine)
      expect((yield* engine.incidents.list()).items).toMatchObject([
        { instance: big.id, code: "ResultNotStorable", message: expect.stringContaining("string or blob too big") },
      ])
    }),
  )
})
