/** A database that an older release left behind is brought to the schema of a new one, and its instances go on. */
import { deepEqual } from "node:assert/strict"
import { testDatabase } from "@millrace/postgres-server/vitest"
import { makePostgresStore } from "@millrace/store-postgres"
import {
  sampleAdvance,
  sampleBatch,
  sampleInstance,
  sampleLog,
  sampleMessage,
  sampleSubscription,
  startInstance,
} from "@millrace/testing/store"
import { Effect } from "effect"
import { Client } from "pg"
import { expect, it } from "vitest"

const asOwner = async <A>(url: string, use: (client: Client) => Promise<A>): Promise<A> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

const schemaOf = (url: string) =>
  asOwner(url, async (client) => {
    const columns = await client.query(
      `SELECT table_name, column_name, data_type, is_nullable, collation_name FROM information_schema.columns
       WHERE table_schema = 'millrace' ORDER BY table_name, column_name`,
    )
    const indexes = await client.query("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'millrace' ORDER BY indexname")
    return [columns.rows, indexes.rows]
  })

/** The tables that 0003 brought. */
const brought = ["subscriptions", "messages", "message_ids", "deliveries", "payloads", "children", "schedules", "start_triggers"]

/** Makes it what it was before 0003. */
const takeBack = (url: string) =>
  asOwner(url, (client) =>
    client.query(`
      ${brought.map((table) => `DROP TABLE millrace.${table};`).join("\n")}
      ALTER TABLE millrace.instances DROP COLUMN parent, DROP COLUMN child;
      DELETE FROM millrace.millrace_migrations WHERE migration_id >= 3;`),
  )

it("opens a database of schema 0002, and lets its instances go on and wait for messages", async () => {
  const url = await testDatabase()
  const opened = <A>(use: (store: Effect.Success<ReturnType<typeof makePostgresStore>>) => Effect.Effect<A, unknown>) =>
    Effect.runPromise(Effect.scoped(Effect.flatMap(makePostgresStore({ url }), use)))
  const key = await opened((store) => startInstance(store, { id: "old", businessKey: "12" }))
  const wanted = await schemaOf(url)
  await takeBack(url)
  await opened((store) =>
    Effect.gen(function* () {
      deepEqual(yield* store.instances.byId("old"), sampleInstance(key, { id: "old", businessKey: "12" }))
      const waits = { correlation: "12" }
      yield* store.log.commit(
        sampleBatch({
          advances: [sampleAdvance(key, 1)],
          log: [sampleLog(key, 2)],
          subscriptions: { insert: [sampleSubscription(key, 1, waits)], delete: [] },
        }),
      )
      yield* store.messages.publish([sampleMessage("1", waits)], 3_000)
      expect(yield* store.messages.match({ now: 3_000, limit: 9 })).toBe(1)
      const [delivery] = yield* store.deliveries.due({ after: -1, limit: 9 })
      const takes = [{ key, delivery: delivery?.id ?? 0 }]
      const outcome = yield* store.log.commit(sampleBatch({ advances: [sampleAdvance(key, 2)], log: [sampleLog(key, 3)], takes }))
      expect(outcome).toEqual({ lost: [], duplicates: [], gone: [] })
    }),
  )
  expect(await schemaOf(url)).toEqual(wanted)
})
