/**
 * What an engine process of the fault programme is asked to do, and what it tells.
 */
import type { StoreErrorCode } from "millrace"

/** As JSON in the first argument. */
export interface EngineOrder {
  /** Of the files that the processes share: see `crashFiles`. */
  readonly folder: string
  /** The database, and the schema in it. */
  readonly url: string
  readonly schema: string
  readonly leaseTime: number
  /** The number of its first instance: far from those of other processes, so that none starts the same. */
  readonly first: number
  /** Milliseconds between two starts of a client of the load. */
  readonly pace: number
  /** Milliseconds after which a silent server is given up. */
  readonly answerWithin: number
}

/** What an engine process says, as it happens. */
export type EngineMessage =
  | { readonly now: "open" }
  /** Every instance has ended, after it was told to start no more. */
  | { readonly now: "done"; readonly started: number; readonly refused: Readonly<Partial<Record<StoreErrorCode, number>>> }
  /** A commit whose outcome was not known: read back as written or not. */
  | { readonly now: "resolved"; readonly written: boolean }
  /** A handler began or ended; `key` is its idempotency key. */
  | { readonly now: "work"; readonly phase: "start" | "end"; readonly key: string; readonly at: number }
