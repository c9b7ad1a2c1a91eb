/**
 * A contender: an engine that does the work of the contest. Ours is in `millrace.ts`, the peers are in the folder
 * `peers` of this package, each in a file of its own. They do the same work: steps that do nothing, each of them
 * recorded durably before the next one.
 */

/** What steps and sleepers call, so that the contest knows what has happened. */
export interface Hooks {
  /** Runs in the first step of `recovery`; where it never ends, the instance stays in flight. */
  readonly first: () => Promise<null> | null
  /** Runs in the third step of `recovery`. */
  readonly third: () => null
  /** Runs in the step behind the sleep. */
  readonly awake: (index: number) => null
}

export interface Contender {
  /** How it is set up: what stands beside its figures. */
  readonly settings: string
  /** One instance of three steps, from its start to its result. */
  readonly sequence: (index: number) => Promise<unknown>
  /** One instance with so many branches of one step each, from its start to its result. */
  readonly fanout: (branches: number) => Promise<unknown>
  /** One instance with so many steps one after another, from its start to its result. */
  readonly loop: (steps: number) => Promise<unknown>
  /** The longest loop that one instance may have; longer ones are run as several instances, one after another. */
  readonly longestLoop?: number
  /** Starts an instance that sleeps until `due` (milliseconds since 1970), then runs one step; ends when it is accepted. */
  readonly sleep: (index: number, due: number) => Promise<unknown>
  /** Starts an instance of `recovery`; ends when it is accepted. Absent where nothing survives a killed process. */
  readonly begin?: (index: number) => Promise<unknown>
  /** Whether all instances of `recovery` have ended; asked again and again once the third step has run in all of them. */
  readonly allEnded?: (count: number) => Promise<boolean>
  /** Memory of processes that belong to it, besides the one that it runs in. */
  readonly otherRss?: () => number
  readonly close: () => Promise<unknown>
}

/** Opens a contender on a database; `size` is that of the fan-out or of the loop, else 1. */
export type OpenContender = (database: Database, hooks: Hooks, size: number) => Promise<Contender>

export interface Database {
  /** An empty folder for files. Also there on Postgres and in memory. */
  readonly folder: string
  /** Of an empty database, on Postgres. */
  readonly url?: string
}
