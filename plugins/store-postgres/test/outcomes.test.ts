import type { Store } from "@millrace/engine/store"
import { testDatabase } from "@millrace/postgres-server/vitest"
import { makePostgresStore, type PostgresStoreOptions } from "@millrace/store-postgres"
import { sampleAdvance, sampleBatch, sampleLog, startInstance } from "@millrace/testing/store"
import { Effect, Fiber, type Scope } from "effect"
import { Client } from "pg"
import { afterAll, afterEach, describe, expect, it } from "vitest"
import { type Network, startNetwork } from "./Network.ts"

const url = await testDatabase()
const other = new Client({ connectionString: url })
await other.connect()
/** Not in the transaction of the other: that would look at the same state again and again. */
const watcher = new Client({ connectionString: url })
await watcher.connect()
afterEach(() => other.query("ROLLBACK"))
afterAll(() => Promise.all([other.end(), watcher.end()]))
let schemas = 0

interface Place {
  readonly store: Store["Service"]
  readonly network: Network
  /** The same store by a connection that nothing happens to. */
  readonly safe: Store["Service"]
  readonly schema: string
}

const withStores = (options: Partial<PostgresStoreOptions>, use: (place: Place) => Effect.Effect<void, unknown, Scope.Scope>) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const schema = `outcomes_${++schemas}`
        const safe = yield* makePostgresStore({ url, schema, listen: false })
        const network = yield* Effect.acquireRelease(
          Effect.promise(() => startNetwork(url)),
          ({ close }) => Effect.promise(close),
        )
        const store = yield* makePostgresStore({ url: network.url, schema, listen: false, maxConnections: 3, ...options })
        yield* use({ store, network, safe, schema })
      }),
    ),
  )

const ask = (text: string) => Effect.promise(async () => (await other.query<Record<string, unknown>>(text)).rows)

/** Waits until so many statements of the schema are under way, waiting for a lock. */
const untilBlocked = (schema: string, count = 1) =>
  Effect.promise(() =>
    expect
      .poll(
        async () =>
          (
            await watcher.query("SELECT pid FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE $1", [
              `%"${schema}"%`,
            ])
          ).rows.length,
        { interval: 5, timeout: 5_000 },
      )
      .toBe(count),
  )

const advance = (key: number) => sampleBatch({ advances: [sampleAdvance(key, 1)], log: [sampleLog(key, 2)] })

describe("a commit whose outcome is unknown", () => {
  it("is waited for when it is still under way, and then known to be written", () =>
    withStores({}, ({ safe, schema }) =>
      Effect.gen(function* () {
        const key = yield* startInstance(safe)
        const batch = advance(key)
        // A commit that is about to be done.
        yield* ask(`BEGIN; INSERT INTO ${schema}.batches (id, at) VALUES ('${batch.id}', 0)`)
        yield* ask(`INSERT INTO ${schema}.log (key, seq, events, format, at, batch) VALUES (${key}, 2, '[]', 1, 0, '${batch.id}')`)
        const asking = yield* Effect.forkChild(safe.log.committed(batch.id, batch.log))
        yield* untilBlocked(schema)
        yield* ask("COMMIT")
        expect(yield* Fiber.join(asking)).toEqual([key])
      }),
    ))

  it("fails when it arrives after it was said not to be written", () =>
    withStores({}, ({ store, safe, network, schema }) =>
      Effect.gen(function* () {
        const key = yield* startInstance(safe)
        yield* ask(`BEGIN; SELECT 1 FROM ${schema}.instances FOR UPDATE`)
        const batch = advance(key)
        const committing = yield* Effect.forkChild(Effect.flip(store.log.commit(batch)))
        yield* untilBlocked(schema)
        network.cut()
        expect((yield* Fiber.join(committing)).code).toBe("StoreOutcomeUnknown")
        expect(yield* safe.log.committed(batch.id, batch.log)).toEqual([])
        yield* ask("COMMIT")
        yield* untilBlocked(schema, 0)
        expect((yield* safe.instances.byKey(key))?.seq).toBe(1)
        expect(yield* safe.log.commit({ ...batch, id: "again" })).toEqual({ lost: [], duplicates: [], gone: [] })
      }),
    ))

  it("is never written once it was said not to be", () =>
    withStores({}, ({ store }) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        const late = advance(key)
        expect(yield* store.log.committed(late.id, late.log)).toEqual([])
        expect(yield* store.log.committed(late.id, late.log)).toEqual([])
        expect((yield* Effect.flip(store.log.commit(late))).code).toBe("StoreFailed")
        expect((yield* store.instances.byKey(key))?.seq).toBe(1)
        expect(yield* store.log.commit({ ...late, id: "again" })).toEqual({ lost: [], duplicates: [], gone: [] })
      }),
    ))

  it("is not written when the server ended the connection before", () =>
    withStores({}, ({ store, safe, schema }) =>
      Effect.gen(function* () {
        const key = yield* startInstance(safe)
        yield* ask(`BEGIN; SELECT 1 FROM ${schema}.instances FOR UPDATE`)
        const batch = advance(key)
        const committing = yield* Effect.forkChild(Effect.flip(store.log.commit(batch)))
        yield* untilBlocked(schema)
        yield* ask(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%"${schema}"%'`,
        )
        yield* ask("ROLLBACK")
        expect((yield* Fiber.join(committing)).code).toBe("StoreOutcomeUnknown")
        expect(yield* store.log.committed(batch.id, batch.log)).toEqual([])
        expect((yield* store.instances.byKey(key))?.seq).toBe(1)
      }),
    ))

  it("is a matter of milliseconds where the network falls silent, as configured", () =>
    withStores({ statementTimeout: 100, connectTimeout: 100 }, ({ store, safe, network }) =>
      Effect.gen(function* () {
        const key = yield* startInstance(store)
        network.fallSilent()
        const batch = advance(key)
        const error = yield* Effect.flip(store.log.commit(batch))
        expect(error.code).toBe("StoreOutcomeUnknown")
        expect(error.message).toContain("it did not answer within 100 ms")
        expect((yield* Effect.flip(store.instances.byKey(key))).code).toBe("StoreUnavailable")
        expect(yield* safe.log.committed(batch.id, batch.log)).toEqual([])
      }),
    ))
})

describe("the ids of batches", () => {
  it("are forgotten after an hour, and no renewal of a lease waits for another engine that does so", () =>
    withStores({ statementTimeout: 500 }, ({ store, schema }) =>
      Effect.gen(function* () {
        const engine = yield* store.engines.register(0, 60_000)
        yield* ask(`INSERT INTO ${schema}.batches (id, at) VALUES ('old', 1), ('older', 0)`)
        yield* ask(`BEGIN; DELETE FROM ${schema}.batches WHERE id = 'old'`)
        expect(yield* store.engines.renew(engine, 0, 60_000)).toBe(true)
        const left = yield* Effect.promise(async () => (await watcher.query(`SELECT id FROM ${schema}.batches`)).rows)
        expect(left).toEqual([{ id: "old" }])
      }),
    ))
})

describe("the transaction of a step", () => {
  it("does not wait for a long statement when nobody waits for the step any more", () =>
    withStores({}, ({ store }) =>
      Effect.gen(function* () {
        const { transactions } = store
        if (transactions === undefined) return
        let said: unknown
        const step = yield* Effect.forkChild(
          transactions.run("a step", ({ sql }) =>
            Effect.callback<void>(() => {
              sql`SELECT pg_sleep(60)`.catch((error: unknown) => {
                said = error
              })
            }),
          ),
        )
        const asleep = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()"
        const sleeping = (count: number) =>
          Effect.promise(() => expect.poll(async () => (await watcher.query(asleep)).rows.length, { interval: 5 }).toBe(count))
        yield* sleeping(1)
        yield* Fiber.interrupt(step)
        yield* sleeping(0)
        expect(said).toMatchObject({ code: "TransactionEnded" })
      }),
    ))

  for (const when of ["before the handler ends", "before it is committed"] as const) {
    it(`is given up in time where the network falls silent ${when}`, () =>
      withStores({ statementTimeout: 100, connectTimeout: 100 }, ({ store, safe, network }) =>
        Effect.gen(function* () {
          const { transactions } = store
          if (transactions === undefined) return
          const key = yield* startInstance(safe)
          const batch = advance(key)
          const silence = Effect.sync(network.fallSilent)
          const error = yield* Effect.flip(
            transactions.run("a step", (transaction) =>
              when === "before it is committed"
                ? Effect.andThen(transaction.commit(batch), silence)
                : Effect.andThen(silence, transaction.commit(batch)),
            ),
          )
          expect(error).toMatchObject({ code: when === "before it is committed" ? "StoreOutcomeUnknown" : "StoreUnavailable" })
          network.cut()
          expect(yield* safe.log.committed(batch.id, batch.log)).toEqual([])
        }),
      ))
  }
})

describe("a pool of connections", () => {
  it("says after a while that none was free", () =>
    withStores({ maxConnections: 2, statementTimeout: 200 }, ({ store, safe, schema }) =>
      Effect.gen(function* () {
        const key = yield* startInstance(safe)
        const { transactions } = store
        if (transactions === undefined) return
        const held = yield* Effect.forkChild(
          Effect.all([transactions.run("one", () => Effect.never), transactions.run("two", () => Effect.never)], { concurrency: 2 }),
        )
        yield* Effect.promise(() =>
          expect
            .poll(async () => (await watcher.query("SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'")).rows.length, {
              interval: 5,
            })
            .toBe(2),
        )
        const error = yield* Effect.flip(store.instances.byKey(key))
        expect([error.code, error.message]).toEqual([
          "StoreUnavailable",
          expect.stringContaining("all 2 connections were in use for 200 ms"),
        ])
        yield* Fiber.interrupt(held)
        expect((yield* store.instances.byKey(key))?.seq).toBe(1)
        expect(schema).toBeDefined()
      }),
    ))
})
