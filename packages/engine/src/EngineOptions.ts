/**
 * Options of the engine. Durations are milliseconds.
 */
import type { Model, Plugin } from "@millrace/kernel"

export interface EngineOptions {
  readonly models: ReadonlyArray<Model>
  readonly plugins?: ReadonlyArray<Plugin>
  /** A changed graph under an unchanged version becomes a new revision instead of an error. Off by default. */
  readonly development?: boolean
  /** Handlers that run at once, in this engine. 1,000 by default. */
  readonly concurrency?: number
  /** How long a handler may take that says nothing itself. Five minutes by default; 0 means for ever. */
  readonly jobTimeout?: number
  /** How many jobs wait in memory for a place, per handler and in all; others wait as rows. 1,000 by default. */
  readonly window?: number
  /** How many idle instances stay in memory. 1,000 by default. */
  readonly cacheSize?: number
  /** How long the work of an engine that died stays untouched by others. Ten seconds by default. */
  readonly leaseTime?: number
  /** How often indexes are swept for what no wake-up announced. Ten seconds by default. */
  readonly sweepInterval?: number
  /** How long running handlers may go on when the engine closes. Ten seconds by default. */
  readonly gracePeriod?: number
  /** A value longer than this many characters of JSON is refused. 64 Mi by default. */
  readonly maxValueLength?: number
}

export interface Settings extends Required<Omit<EngineOptions, "models" | "plugins">> {}

/** The least that each number may be. */
const least: Partial<Record<keyof Settings, number>> = {
  concurrency: 1,
  jobTimeout: 0,
  window: 1,
  cacheSize: 0,
  leaseTime: 1,
  sweepInterval: 1,
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
  concurrency: options.concurrency ?? 1000,
  jobTimeout: options.jobTimeout ?? 300_000,
  window: options.window ?? 1000,
  cacheSize: options.cacheSize ?? 1000,
  leaseTime: options.leaseTime ?? 10_000,
  sweepInterval: options.sweepInterval ?? 10_000,
  gracePeriod: options.gracePeriod ?? 10_000,
  maxValueLength: options.maxValueLength ?? 64 * 1024 * 1024,
})
