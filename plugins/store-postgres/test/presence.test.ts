import type { Store } from "@millrace/engine/store"
import { testDatabase } from "@millrace/postgres-server/vitest"
import { makePostgresStore } from "@millrace/store-postgres"
import { startInstance } from "@millrace/testing/store"
import { Effect, Exit, Scope } from "effect"
import { Client } from "pg"
import { afterAll, describe, expect, it } from "vitest"

const url = await testDatabase()
const owner = new Client({ connectionString: url })
await owner.connect()
afterAll(() => owner.end())

/** A store that goes with its connections, as that of a process which is killed does. */
const process = (schema: string) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const store = yield* Scope.provide(makePostgresStore({ url, schema }), scope)
    return { store, die: Scope.close(scope, Exit.void) }
  })

const test = (
  use: (one: Store["Service"], die: Effect.Effect<void>, other: Store["Service"]) => Effect.Effect<void, unknown>,
  schema: string,
) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const one = yield* process(schema)
      const other = yield* process(schema)
      yield* use(one.store, one.die, other.store)
      yield* one.die
      yield* other.die
    }),
  )

const leaseTime = 600_000

describe("an engine whose process", () => {
  it("died is gone at once, however long its lease", () =>
    test(
      (one, die, other) =>
        Effect.gen(function* () {
          const dead = yield* one.engines.register(0, leaseTime)
          const key = yield* startInstance(one, { owner: dead })
          const me = yield* other.engines.register(0, leaseTime)
          expect(yield* other.instances.takeOver(me, 0, 9)).toEqual([])
          yield* die
          yield* Effect.promise(() =>
            expect.poll(() => Effect.runPromise(other.instances.takeOver(me, 0, 9)), { interval: 5, timeout: 10_000 }).toEqual([key]),
          )
          expect(yield* other.engines.renew(dead, 0, leaseTime)).toBe(false)
        }),
      "died",
    ))

  it("lives and lost the connection that showed it shows it again with its next renewal", () =>
    test(
      (one, _die, other) =>
        Effect.gen(function* () {
          const alive = yield* one.engines.register(0, leaseTime)
          yield* startInstance(one, { owner: alive })
          const me = yield* other.engines.register(0, leaseTime)
          const { rows } = yield* Effect.promise(() =>
            owner.query(
              `SELECT pid, pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
              [alive],
            ),
          )
          expect(rows).toHaveLength(1)
          expect(yield* one.engines.renew(alive, 0, leaseTime)).toBe(true)
          expect(yield* other.instances.takeOver(me, 0, 9)).toEqual([])
        }),
      "lost",
    ))

  it("showed itself on a server that was started anew since is judged by its lease alone", () =>
    test(
      (one, _die, other) =>
        Effect.gen(function* () {
          const before = yield* one.engines.register(0, leaseTime)
          yield* startInstance(one, { owner: before })
          yield* one.engines.release(yield* one.engines.register(0, leaseTime))
          yield* Effect.promise(() =>
            owner.query("UPDATE restarted.engines SET server_start = server_start - 1 WHERE number = $1", [before]),
          )
          yield* Effect.promise(() =>
            owner.query(
              "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND pid <> pg_backend_pid()",
              [before],
            ),
          )
          const me = yield* other.engines.register(0, leaseTime)
          expect(yield* other.instances.takeOver(me, 0, 9)).toEqual([])
        }),
      "restarted",
    ))

  it("gave its lease back is gone at once", () =>
    test(
      (one, _die, other) =>
        Effect.gen(function* () {
          const closed = yield* one.engines.register(0, leaseTime)
          const key = yield* startInstance(one, { owner: closed })
          yield* one.engines.release(closed)
          const me = yield* other.engines.register(0, leaseTime)
          expect(yield* other.instances.takeOver(me, 0, 9)).toEqual([key])
        }),
      "released",
    ))

  it("cannot show that it lives renews its lease all the same, in time", () =>
    Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const store = yield* makePostgresStore({ url, schema: "hidden", statementTimeout: 200 })
          const engine = yield* store.engines.register(0, leaseTime)
          yield* Effect.promise(async () => {
            await owner.query(
              `SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
              [engine],
            )
            // Whoever asks for the lock now waits, as one does whose network fell silent.
            await owner.query("SELECT pg_advisory_lock(hashtext('millrace hidden'), $1::int)", [engine])
            await owner.query("UPDATE hidden.engines SET server_start = 0")
          })
          expect(yield* store.engines.renew(engine, 0, leaseTime)).toBe(true)
          yield* Effect.promise(() => owner.query("SELECT pg_advisory_unlock_all()"))
        }),
      ),
    ))
})
