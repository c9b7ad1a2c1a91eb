import { makeSqliteStore } from "@millrace/store-sqlite"
import { makePostgresStore } from "@millrace/store-postgres"
import { sampleMessage, sampleSignal, sampleSubscription, sampleBatch, sampleAdvance, sampleLog, startInstances } from "@millrace/testing/store"
import { Effect } from "effect"
import { rmSync } from "node:fs"
const time = (name: string) => <A, E>(e: Effect.Effect<A, E>) => Effect.gen(function* () { const t = performance.now(); const a = yield* e; console.log(name, (performance.now() - t).toFixed(1), "ms", typeof a === "number" ? a : ""); return a })
const run = (label: string) => (store: any) => Effect.gen(function* () {
  console.log("==", label)
  const N = 100_000
  for (let part = 0; part < N / 10_000; part++) {
    yield* startInstances(store, [{}], ([key = 0]) => ({ subscriptions: { insert: Array.from({ length: 10_000 }, (_, id) => sampleSubscription(key, id, { kind: "signal", name: "closing", correlation: null })), delete: [] } }))
  }
  yield* startInstances(store, [{}], ([key = 0]) => ({ subscriptions: { insert: Array.from({ length: 10_000 }, (_, id) => sampleSubscription(key, id, { correlation: `c${id}` })), delete: [] } }))
  yield* time("broadcast to 100k")(store.messages.broadcast(sampleSignal("1")))
  const [key = 0] = yield* startInstances(store, [{}])
  yield* time("signal in commit to 100k")(store.log.commit(sampleBatch({ advances: [sampleAdvance(key, 1)], log: [sampleLog(key, 2)], signals: [{ from: key, signal: sampleSignal("2") }] })))
  yield* time("first match (10k fresh subs)")(store.messages.match({ now: 3000, limit: 1000 }))
  yield* time("publish 10k unmatched")(store.messages.publish(Array.from({ length: 10_000 }, (_, id) => sampleMessage(`u${id}`, { correlation: `u${id}` })), 3000))
  yield* time("match 0 of 10k")(store.messages.match({ now: 3000, limit: 1000 }))
  for (let i = 0; i < 3; i++) {
    yield* time("publish 1")(store.messages.publish([sampleMessage(`m${i}`, { correlation: `c${i}` })], 3000))
    yield* time("match 1")(store.messages.match({ now: 3000, limit: 1000, names: ["paid"] }))
    yield* time("match idle")(store.messages.match({ now: 3000, limit: 1000 }))
  }
  yield* time("publish 1000")(store.messages.publish(Array.from({ length: 1000 }, (_, id) => sampleMessage(`v${id}`, { correlation: `c${id + 100}` })), 3000))
  yield* time("match 1000")(store.messages.match({ now: 3000, limit: 1000 }))
  const due = yield* time("due 200")(store.deliveries.due({ after: -1, limit: 200, processes: ["order", "x", "y"] })) as any
  yield* time("due mid")(store.deliveries.due({ after: 150_000, limit: 200, processes: ["order", "x", "y"] }))
  yield* time("take 200 in commit")(store.log.commit(sampleBatch({ advances: [sampleAdvance(key, 2)], log: [sampleLog(key, 3)], takes: due.map((d: any) => ({ key, delivery: d.id })) })))
  yield* time("expire")(store.messages.expire(3000, 1000))
})
rmSync("/tmp/stores/b.db", { force: true })
await Effect.runPromise(Effect.scoped(Effect.flatMap(makeSqliteStore({ filename: "/tmp/stores/b.db" }), run("sqlite"))))
const { startPostgres } = await import("@millrace/postgres-server")
const pg = await startPostgres()
try { await Effect.runPromise(Effect.scoped(Effect.flatMap(makePostgresStore({ url: pg.url }), run("postgres")))) } finally { await pg.stop() }
