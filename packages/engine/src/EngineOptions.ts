/**
 * Options of the engine. Durations are milliseconds.
 */
import { defaultValueLimit, type Model, type Plugin, type TransactionSql } from "@millrace/kernel"

export interface EngineOptions {
  readonly models: ReadonlyArray<Model>
  readonly plugins?: ReadonlyArray<Plugin>
  /** A changed graph under an unchanged version becomes a new revision instead of an error. Off by default. */
  readonly development?: boolean
  /**
   * Starts, completes, cancels and asks, and leaves all work to other engines on the same store: no jobs, no timers. Off
   * by default.
   */
  readonly client?: boolean
  /** Handlers that run at once, in this engine. 1,000 by default. */
  readonly concurrency?: number
  /** How long a handler may take that says nothing itself. Five minutes by default; 0 means for ever. */
  readonly jobTimeout?: number
  /** How long a transactional step may take that says nothing itself. Five seconds by default: on SQLite, other commits wait. */
  readonly transactionTimeout?: number
  /** How many jobs wait in memory for a place, per handler and in all; others wait as rows. 1,000 by default. */
  readonly window?: number
  /** How many idle instances stay in memory at most: fewer where they are large. 1,000 by default. */
  readonly cacheSize?: number
  /** Within this time the work of an engine that died is taken over by others. Ten seconds by default. */
  readonly leaseTime?: number
  /** How often indexes are swept for what no wake-up announced. Ten seconds by default. */
  readonly sweepInterval?: number
  /** How long a message is kept that nobody waits for, where its sender does not say. A day by default. */
  readonly defaultMessageTtl?: number
  /** How long running handlers may go on when the engine closes. Ten seconds by default. */
  readonly gracePeriod?: number
  /** A value whose JSON has more bytes (of UTF-8) than this is refused, with the code `ValueTooLarge`. 16 Mi by default. */
  readonly maxValueLength?: number
  /**
   * Runs in one transaction on the store's database when the engine opens, before any step: for `CREATE TABLE IF NOT
   * EXISTS` and the like, of tables that transactional steps use.
   */
  readonly prepare?: (sql: TransactionSql) => unknown
}

export interface Settings extends Required<Omit<EngineOptions, "models" | "plugins" | "prepare">> {}

/** The least that each number may be. */
const least: Partial<Record<keyof Settings, number>> = {
  concurrency: 1,
  jobTimeout: 0,
  transactionTimeout: 1,
  window: 1,
  cacheSize: 0,
  leaseTime: 1,
  sweepInterval: 1,
  defaultMessageTtl: 0,
  gracePeriod: 0,
  maxValueLength: 1,
}

/** What is wrong with the settings: with them, nothing would ever run, or the engine would never rest. */
export const problemsOf = (settings: Settings): ReadonlyArray<string> =>
  Object.entries(least).flatMap(([name, minimum]) => {
    const value: unknown = settings[name as keyof Settings]
    return typeof value === "number" && Number.isFinite(value) && value >= minimum
      ? []
      : [`The option '${name}' has to be a number from ${minimum}, not ${typeof value === "string" ? `'${value}'` : String(value)}.`]
  })

export const settingsOf = (options: EngineOptions): Settings => ({
  development: options.development ?? false,
  client: options.client ?? false,
  concurrency: options.concurrency ?? 1000,
  jobTimeout: options.jobTimeout ?? 300_000,
  transactionTimeout: options.transactionTimeout ?? 5000,
  window: options.window ?? 1000,
  cacheSize: options.cacheSize ?? 1000,
  leaseTime: options.leaseTime ?? 10_000,
  sweepInterval: options.sweepInterval ?? 10_000,
  defaultMessageTtl: options.defaultMessageTtl ?? 86_400_000,
  gracePeriod: options.gracePeriod ?? 10_000,
  maxValueLength: options.maxValueLength ?? defaultValueLimit,
})
