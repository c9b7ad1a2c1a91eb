/**
 * The one SQL store, for every backend of `effect/sql`.
 */
import { type Announcement, Store, type StoreError } from "@millrace/engine/store"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { look, readMessage } from "./announcements.ts"
import { makeDatabase } from "./Database.ts"
import type { Dialect } from "./Dialect.ts"
import type { Limits } from "./Limits.ts"
import { migrate } from "./migrate.ts"
import { definitionPort } from "./ports/definitionPort.ts"
import { deliveryPort } from "./ports/deliveryPort.ts"
import { enginePort } from "./ports/enginePort.ts"
import { incidentPort } from "./ports/incidentPort.ts"
import { instancePort } from "./ports/instancePort.ts"
import { jobPort } from "./ports/jobPort.ts"
import { logPort } from "./ports/logPort.ts"
import { messagePort } from "./ports/messagePort.ts"
import { schedulePort } from "./ports/schedulePort.ts"
import { timerPort } from "./ports/timerPort.ts"
import { type TransactionLimits, transactionPort } from "./ports/transactionPort.ts"
import { userTaskPort } from "./ports/userTaskPort.ts"
import { childPort, subscriptionPort } from "./ports/waitPorts.ts"
import { fromSqlError } from "./storeError.ts"

export interface SqlStoreOptions {
  /** How messages call it: a file, or a host and database. Never with a password in it. */
  readonly name: string
  readonly dialect: Dialect
  /** Where the database is behind a network. */
  readonly limits?: Limits
  /** How many batches are written at a time: 1 where there is one writer. */
  readonly parallelism?: number
  /** What transactional steps may have of it; by default, one at a time and nothing beside it. */
  readonly transactions?: TransactionLimits
}

/** Opens the store behind the `SqlClient`: migrates it, and gives its ports. */
export const makeSqlStore = ({
  name,
  dialect,
  limits,
  parallelism = 1,
  transactions = { exclusive: true, limit: 1 },
}: SqlStoreOptions): Effect.Effect<Store["Service"], StoreError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    yield* migrate(name, dialect)
    const database = makeDatabase(yield* SqlClient.SqlClient, name, dialect, limits)
    return {
      log: logPort(database, parallelism),
      instances: instancePort(database),
      jobs: jobPort(database),
      timers: timerPort(database),
      userTasks: userTaskPort(database),
      incidents: incidentPort(database),
      messages: messagePort(database),
      subscriptions: subscriptionPort(database),
      children: childPort(database),
      deliveries: deliveryPort(database),
      schedules: schedulePort(database),
      definitions: definitionPort(database),
      engines: enginePort(database),
      wakes: { listen: (heard) => listenTo(name, dialect, heard) },
      transactions: transactionPort(database, transactions),
    }
  })

const listenTo = (name: string, dialect: Dialect, heard: (announcement: Announcement) => void) =>
  dialect.wakes === undefined
    ? Effect.void
    : Effect.mapError(
        dialect.wakes.listen(
          (message) => heard(readMessage(message)),
          () => heard(look),
        ),
        (error) => fromSqlError(name, dialect, error),
      )

/** The same as a layer. */
export const sqlStoreLayer = (options: SqlStoreOptions): Layer.Layer<Store, StoreError, SqlClient.SqlClient> =>
  Layer.effect(Store, makeSqlStore(options))
