/**
 * The one SQL store, for every backend of `effect/sql`.
 */
import { Store, type StoreError } from "@millrace/engine/store"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { makeDatabase } from "./Database.ts"
import type { Dialect } from "./Dialect.ts"
import { migrate } from "./migrate.ts"
import { definitionPort } from "./ports/definitionPort.ts"
import { enginePort } from "./ports/enginePort.ts"
import { incidentPort } from "./ports/incidentPort.ts"
import { instancePort } from "./ports/instancePort.ts"
import { jobPort } from "./ports/jobPort.ts"
import { logPort } from "./ports/logPort.ts"
import { timerPort } from "./ports/timerPort.ts"
import { type TransactionLimits, transactionPort } from "./ports/transactionPort.ts"
import { userTaskPort } from "./ports/userTaskPort.ts"

export interface SqlStoreOptions {
  /** How messages call it: a file, or a host and database. Never with a password in it. */
  readonly name: string
  readonly dialect: Dialect
  /** What transactional steps may have of it; by default, one at a time and nothing beside it. */
  readonly transactions?: TransactionLimits
}

/** Opens the store behind the `SqlClient`: migrates it, and gives its ports. */
export const makeSqlStore = ({
  name,
  dialect,
  transactions = { exclusive: true, limit: 1 },
}: SqlStoreOptions): Effect.Effect<Store["Service"], StoreError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    yield* migrate(name, dialect)
    const database = makeDatabase(yield* SqlClient.SqlClient, name, dialect)
    return {
      log: logPort(database),
      instances: instancePort(database),
      jobs: jobPort(database),
      timers: timerPort(database),
      userTasks: userTaskPort(database),
      incidents: incidentPort(database),
      definitions: definitionPort(database),
      engines: enginePort(database),
      wakes: { listen: () => Effect.void },
      transactions: transactionPort(database, transactions),
    }
  })

/** The same as a layer. */
export const sqlStoreLayer = (options: SqlStoreOptions): Layer.Layer<Store, StoreError, SqlClient.SqlClient> =>
  Layer.effect(Store, makeSqlStore(options))
