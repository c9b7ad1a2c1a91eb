/**
 * Signs of life: while the process of an engine lives, one of its connections holds an advisory lock, which the server
 * frees as soon as that connection ends. So the work of a process that was killed is taken over at once, and not after
 * its lease ran out. A process that stands still keeps its lock: there the lease decides, as it does wherever locks say
 * nothing, such as after a restart of the server, which frees the locks of all.
 */
import type { PgClient } from "@effect/sql-pg"
import { type Presence, within } from "@millrace/sql"
import { Effect, Exit, Scope } from "effect"
import type { SqlConnection, SqlError } from "effect/sql"

/** When the server started, in milliseconds since the epoch: locks that were taken before are gone. */
const serverStart = "(extract(epoch FROM pg_postmaster_start_time()) * 1000)::bigint"

/** Keeps a connection for as long as the scope is open; what it does not answer within so many milliseconds is given up. */
export const makePresence = (
  client: PgClient.PgClient,
  schema: string,
  answerWithin: number,
): Effect.Effect<Presence, never, Scope.Scope> =>
  Effect.gen(function* () {
    const space = `hashtext('millrace ${schema}')`
    const held = `EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND l.classid::bigint = (${space}::bigint & 4294967295) AND l.objid::bigint = engines.number)`

    const outer = yield* Effect.scope
    let open: { readonly scope: Scope.Closeable; readonly connection: SqlConnection.Connection } | undefined
    const drop = Effect.suspend(() => {
      const dropped = open
      open = undefined
      return dropped === undefined ? Effect.void : Scope.close(dropped.scope, Exit.void)
    })
    const connect = Effect.gen(function* () {
      if (open !== undefined) return open.connection
      const scope = yield* Scope.fork(outer)
      const connection = yield* Effect.onError(Scope.provide(client.reserve, scope), () => Scope.close(scope, Exit.void))
      open = { scope, connection }
      return connection
    })
    const ask = (text: string, params: ReadonlyArray<string>): Effect.Effect<void, SqlError.SqlError> =>
      Effect.flatMap(connect, (connection) => within(Effect.asVoid(connection.execute(text, params, undefined)), answerWithin))

    // What cannot be shown is left to the lease.
    const show = (engine: number) =>
      Effect.match(
        Effect.onError(ask(`SELECT pg_advisory_lock_shared(${space}, $1::int)`, [String(engine)]), () => drop),
        {
          onFailure: () => false,
          onSuccess: () => true,
        },
      )
    // The connection goes back to a pool when the scope closes.
    yield* Effect.addFinalizer(() =>
      open === undefined ? Effect.void : Effect.ignore(open.connection.execute("SELECT pg_advisory_unlock_all()", [], undefined)),
    )
    return {
      show: (engine) => Effect.flatMap(show(engine), (shown) => (shown ? Effect.succeed(true) : show(engine))),
      hide: (engine) =>
        open === undefined ? Effect.void : Effect.ignore(ask(`SELECT pg_advisory_unlock_shared(${space}, $1::int)`, [String(engine)])),
      // What ends idle connections leaves this one alone.
      keep: Effect.suspend(() => (open === undefined ? Effect.void : Effect.ignore(Effect.onError(ask("SELECT 1", []), () => drop)))),
      mark: `server_start = ${serverStart}`,
      shown: `(server_start = ${serverStart} AND ${held})`,
      gone: `(server_start = ${serverStart} AND NOT ${held})`,
    }
  })
