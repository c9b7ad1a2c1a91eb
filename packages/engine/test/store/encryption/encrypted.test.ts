import { sampleAdvance, sampleBatch, sampleLog, startInstances } from "@millrace/testing/store"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { encrypted } from "../../../src/store/encryption/encrypted.ts"
import { makeMemoryStore } from "../../../src/store/MemoryStore.ts"
import { StoreError } from "../../../src/store/StoreError.ts"

const corrupt = new StoreError({ code: "StoreCorrupt", message: "a text was changed" })

const store = encrypted(makeMemoryStore(), {
  encrypt: (text) => [...text].reverse().join(""),
  decrypt: (text) => {
    if (text.includes("derepmat")) throw corrupt
    return [...text].reverse().join("")
  },
})

describe("many rows of an encrypted store", () => {
  it("are given without one that was tampered with, which keeps nobody else from what they wait for", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const keys = yield* startInstances(store, [{}, {}, {}])
        const [one = 0, two = 0] = keys
        const end = (key: number, result: string) =>
          store.log.commit(
            sampleBatch({ advances: [sampleAdvance(key, 1, { status: "completed", endedAt: 1, result })], log: [sampleLog(key, 2)] }),
          )
        yield* end(one, '"tampered"')
        yield* end(two, '"fine"')
        expect((yield* store.instances.byKeys(keys)).map(({ result }) => result)).toEqual(['"fine"', null])
        expect(yield* Effect.flip(store.instances.byKeys([one]))).toBe(corrupt)
      }),
    ))
})
