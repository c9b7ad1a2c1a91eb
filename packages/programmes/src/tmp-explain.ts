import { makePostgresStore } from "@millrace/store-postgres"
import { sampleSignal, sampleSubscription, startInstances } from "@millrace/testing/store"
import { startPostgres } from "@millrace/postgres-server"
import { Effect } from "effect"
const pg = await startPostgres()
try {
  await Effect.runPromise(Effect.scoped(Effect.flatMap(makePostgresStore({ url: pg.url }), (store) => Effect.gen(function* () {
    for (let part = 0; part < 10; part++) yield* startInstances(store, [{}], ([key = 0]) => ({ subscriptions: { insert: Array.from({ length: 10_000 }, (_, id) => sampleSubscription(key, id, { kind: "signal", name: "closing", correlation: null })), delete: [] } }))
    yield* store.messages.broadcast(sampleSignal("1"))
    for (let i=0;i<3;i++) { const t=performance.now(); yield* store.deliveries.due({ after: -1, limit: 200, processes: ["order", "x", "y"] }); console.log(performance.now()-t) }
  }))))
  const { Client } = await import("pg")
  const c = new Client({ connectionString: pg.url }); await c.connect()
  await c.query("set search_path to millrace")
  const cols = "id, kind, key, instance, process, version, ref, name, source, payload, correlation, expires_at, parent, business_key, created_at"
  const notHeld = "(d.key IS NULL OR d.key NOT IN (SELECT q.key FROM instances q WHERE q.quarantine IS NOT NULL))"
  for (const t of [
    `SELECT * FROM (SELECT ${cols} FROM deliveries d WHERE d.process = 'order' AND d.id > -1 AND ${notHeld} ORDER BY d.id LIMIT 200) AS p`,
    `SELECT * FROM (SELECT ${cols} FROM deliveries d WHERE (d.process, d.id) > ('order', -1) AND d.process <= 'order' AND ${notHeld} ORDER BY d.process, d.id LIMIT 200) AS p`,
  ]) { const r = await c.query("EXPLAIN ANALYZE " + t); console.log(r.rows.map((x: any) => x["QUERY PLAN"]).join("\n")); console.log() }
  await c.end()
} finally { await pg.stop() }
