/** A store that is cut off from an engine. */
import { makeMemoryStore } from "@millrace/engine"
import { Effect, Exit } from "effect"
import { expect, it } from "vitest"
import { severable } from "../../src/index.ts"

it("answers nothing after it was severed, and ends the leases of the engines behind it", async () => {
  const inner = makeMemoryStore()
  const { store, sever } = severable(inner)
  const engine = await Effect.runPromise(store.engines.register(0, 1000))
  expect(await Effect.runPromise(inner.engines.renew(engine, 1, 1000))).toBe(true)
  await Effect.runPromise(sever())
  expect(await Effect.runPromise(inner.instances.reserve(1))).toBe(1)
  const asked = Effect.runFork(store.instances.reserve(1))
  await new Promise(setImmediate)
  expect(asked.pollUnsafe()).toBeUndefined()
  expect(Exit.isSuccess(await Effect.runPromiseExit(inner.instances.byKey(1)))).toBe(true)
})
