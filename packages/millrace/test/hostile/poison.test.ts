/** One instance that a store cannot write: it alone hears of it. */
import { Effect, Layer } from "effect"
import { expect, it } from "vitest"
import { Millrace, memoryStoreLayer, process, Store, StoreError } from "../../src/index.ts"
import { closing, expectError, tally, taskOf } from "./Scene.ts"

const order = process("order", { version: 1 })
  .userTask("approve")
  .output(() => "approved")

/** The memory store, but for one id that it fails to write, as a database does that has a bug. */
const picky = Layer.effect(
  Store,
  Effect.map(Store, (store) => ({
    ...store,
    log: {
      ...store.log,
      commit: (batch: Parameters<typeof store.log.commit>[0]) =>
        batch.starts.some(({ id }) => id === "poison")
          ? Effect.fail(new StoreError({ code: "StoreFailed", message: "The store cannot take the id 'poison'." }))
          : store.log.commit(batch),
    },
  })),
).pipe(Layer.provide(memoryStoreLayer))

it("a commit that the store cannot take fails by itself; those beside it are written", async () => {
  const millrace = await closing(Millrace.open({ processes: [order], store: picky }))
  const good = Array.from({ length: 50 }, (_, n) => `${n}`)
  const ids = [...good.slice(0, 20), "poison", ...good.slice(20)]
  expect(await tally(ids.map((id) => millrace.start(order, {}, { id })))).toEqual({ ok: 50, StoreFailed: 1 })
  await expectError(millrace.get("poison"), "InstanceNotFound")
  for (const id of good) {
    await millrace.userTasks.complete((await taskOf(millrace, id)).id, {}, { by: "ann" })
    expect(await millrace.handle(order, id).result()).toBe("approved")
  }
})
