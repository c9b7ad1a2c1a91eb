import { Buffer } from "node:buffer"
import type { Announcement, Store, StoreError } from "@millrace/engine/store"
import { testDatabase } from "@millrace/postgres-server/vitest"
import { makePostgresStore, type PostgresStoreOptions } from "@millrace/store-postgres"
import { sampleAdvance, sampleBatch, sampleLog, startInstance, startInstances } from "@millrace/testing/store"
import { Effect } from "effect"
import { Client } from "pg"
import { afterAll, describe, expect, it } from "vitest"

const url = await testDatabase()
const owner = new Client({ connectionString: url })
await owner.connect()
afterAll(() => owner.end())

const refusal = (options: PostgresStoreOptions): Promise<StoreError> =>
  Effect.runPromise(Effect.flip(Effect.scoped(makePostgresStore(options))))

const opened = <A>(options: PostgresStoreOptions, use: (store: Store["Service"]) => Effect.Effect<A, unknown>): Promise<A> =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(makePostgresStore(options), use)))

const as = (user: string, password: string): string => {
  const other = new URL(url)
  other.username = user
  other.password = password
  return other.href
}

describe("opening a Postgres store", () => {
  it("says what is wrong with where it should be, and never the password", async () => {
    const secret = "tr0ub4dor&3 /x"
    const at = (change: (url: URL) => void): string => {
      const other = new URL(as("postgres", encodeURIComponent(secret)))
      change(other)
      return other.href
    }
    const wrong: ReadonlyArray<readonly [PostgresStoreOptions, string]> = [
      [{ url: at((other) => Object.assign(other, { port: "1" })) }, "ECONNREFUSED"],
      [{ url: at((other) => Object.assign(other, { pathname: "/nowhere" })) }, 'database "nowhere" does not exist'],
      [{ url: as("nobody_of_this_name", encodeURIComponent(secret)) }, 'role "nobody_of_this_name" does not exist'],
    ]
    const impossible: ReadonlyArray<readonly [PostgresStoreOptions, string]> = [
      [{ url: undefined }, "there is no url"],
      [{ url: `mysql://me:${encodeURIComponent(secret)}@host/db` }, "its url is none"],
      [{ url: `postgres://me:${secret}@[host/db` }, "its url is none"],
      [{ url: at(() => {}), schema: 'x"; DROP' }, "is no name of a schema"],
      [{ url: at(() => {}), maxConnections: 0 }, "maxConnections is 0: give a whole number above 0"],
      [{ url: at(() => {}), statementTimeout: Number.NaN }, "statementTimeout is NaN"],
    ]
    for (const [options, said] of [...wrong, ...impossible]) {
      const error = await refusal({ ...options, connectTimeout: 2_000 })
      const code = impossible.some(([, other]) => other === said) ? "ConfigurationInvalid" : "StoreUnavailable"
      expect([error.code, error.message]).toEqual([code, expect.stringContaining(said)])
      const everything = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
        expect(everything).not.toContain(form)
    }
  })

  it("makes a schema of its own, beside tables of the same names, and leaves those alone", async () => {
    await owner.query("CREATE TABLE jobs (mine text); CREATE TABLE log (mine text)")
    await opened({ url }, (store) => startInstance(store, { id: "first" }))
    expect((await owner.query("SELECT count(*)::int AS n FROM jobs")).rows).toEqual([{ n: 0 }])
    expect((await owner.query("SELECT id FROM millrace.instances")).rows).toEqual([{ id: "first" }])
    expect(await opened({ url, schema: "second" }, ({ instances }) => instances.byId("first"))).toBe(undefined)
  })

  it("needs no right to make a schema where there is one, and says that it may not make one", async () => {
    await owner.query("CREATE ROLE guest LOGIN; CREATE SCHEMA given AUTHORIZATION guest")
    await opened({ url: as("guest", ""), schema: "given" }, (store) => startInstance(store))
    const error = await refusal({ url: as("guest", ""), schema: "wanted" })
    expect([error.code, error.message]).toEqual(["StoreReadOnly", expect.stringContaining("permission denied")])
  })

  it("refuses a store that a newer release has migrated", async () => {
    await opened({ url, schema: "newer" }, () => Effect.void)
    await owner.query("INSERT INTO newer.millrace_migrations (migration_id, name) VALUES (9, 'lanes')")
    const error = await refusal({ url, schema: "newer" })
    expect([error.code, error.message]).toEqual(["StoreNewer", expect.stringContaining("its schema is 9, lanes")])
  })
})

describe("leases", () => {
  it("go by the clock of the database, whatever time the engines think it is", () =>
    opened({ url, schema: "leases" }, (store) =>
      Effect.gen(function* () {
        const far = Date.UTC(2100, 0)
        const late = yield* store.engines.register(0, 60_000, [1])
        const me = yield* store.engines.register(far, 60_000)
        yield* startInstance(store, { owner: late })
        expect(yield* store.engines.isOffered(1, far)).toBe(true)
        expect(yield* store.instances.takeOver(me, far, 9)).toEqual([])
        // Gone at once.
        expect(yield* store.engines.renew(late, far, 0)).toBe(true)
        expect(yield* store.engines.isOffered(1, 0)).toBe(false)
        expect(yield* store.instances.takeOver(me, 0, 9)).toHaveLength(1)
        expect(yield* store.engines.renew(late, 0, 60_000)).toBe(false)
      }),
    ))
})

describe("what was prepared while tables were empty", () => {
  it("walks through none of them when they are not any more, and leaves the statements of steps alone", async () => {
    await opened({ url, schema: "grown", maxConnections: 2 }, (store) =>
      Effect.gen(function* () {
        const keys = yield* startInstances(
          store,
          Array.from({ length: 20 }, () => ({})),
          (started) => ({ timers: { insert: started.map((key) => ({ key, id: 1, due: key })), delete: [] } }),
        )
        for (let seq = 1; seq <= 20; seq++) {
          yield* store.log.commit(
            sampleBatch({
              advances: keys.map((key) => sampleAdvance(key, seq)),
              log: keys.map((key) => sampleLog(key, seq + 1)),
              timers: { insert: [], delete: [{ key: keys[seq - 1] ?? 0, id: 1 }] },
            }),
          )
        }
        const shown = yield* store.transactions?.run("a step", ({ sql, commit }) =>
          Effect.gen(function* () {
            const rows = yield* Effect.promise(() => sql.query<{ readonly enable_seqscan: string }>("SHOW enable_seqscan"))
            yield* commit(sampleBatch({ advances: [sampleAdvance(keys[0] ?? 0, 21)], log: [sampleLog(keys[0] ?? 0, 22)] }))
            return rows.map((row) => row.enable_seqscan)
          }),
        ) ?? Effect.succeed([])
        expect(shown).toEqual(["on"])
      }),
    )
    // Its connections have ended, and told the server what they did.
    const { rows } = await owner.query(
      "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'grown' AND seq_tup_read > 0 AND relname IN ('instances', 'timers', 'log')",
    )
    expect(rows).toEqual([])
  })
})

describe("as few connections as can be", () => {
  for (const maxConnections of [2, 3, 4]) {
    it(`leave one for commits beside a transactional step, of ${maxConnections}`, () =>
      opened({ url, schema: `few_${maxConnections}`, maxConnections, statementTimeout: 500 }, (store) =>
        Effect.scoped(
          Effect.gen(function* () {
            yield* store.wakes.listen(() => {})
            yield* store.engines.register(0, 10_000)
            const steps = Array.from({ length: store.transactions?.limit ?? 0 }, () => "a step")
            const inside = steps.reduce<Effect.Effect<unknown, StoreError>>(
              (within, name) => store.transactions?.run(name, () => within) ?? within,
              store.log.commit(sampleBatch()),
            )
            expect(yield* inside).toEqual({ lost: [], duplicates: [], gone: [] })
          }),
        ),
      ))
  }
})

describe("hearing of other engines", () => {
  it("goes on when the listening connection broke, and says that something may have been missed", () =>
    opened({ url, schema: "wakes" }, (store) =>
      Effect.scoped(
        Effect.gen(function* () {
          const heard: Array<Announcement> = []
          yield* store.wakes.listen((announcement) => heard.push(announcement))
          const until = (term: (all: ReadonlyArray<Announcement>) => boolean) =>
            Effect.promise(() => expect.poll(() => term(heard), { interval: 5, timeout: 10_000 }).toBe(true))
          yield* Effect.promise(() =>
            owner.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'listen%' AND pid <> pg_backend_pid()"),
          )
          yield* until((all) => all.some(({ work }) => work))
          yield* store.log.commit(sampleBatch({ announce: { work: false, changed: [7], ended: [] } }))
          yield* until((all) => all.some(({ changed }) => changed.includes(7)))
        }),
      ),
    ))
})
