/**
 * The files of one crash run: the store, and what its processes noted beside it.
 */
import { join } from "node:path"

export interface CrashFiles {
  readonly store: string
  /** Side effects of handlers. */
  readonly ledger: string
  /** Starts and completions that were acknowledged, written before anything else was done. */
  readonly acknowledged: string
}

export const crashFiles = (folder: string): CrashFiles => ({
  store: join(folder, "store.db"),
  ledger: join(folder, "ledger.jsonl"),
  acknowledged: join(folder, "acknowledged.jsonl"),
})

/** The engine said yes, or (`retry`) is about to be asked to try something again. */
export interface Acknowledged {
  readonly what: "start" | "complete" | "retry"
  readonly instance: string
}
