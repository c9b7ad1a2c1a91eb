/**
 * The world outside: what the bank, the warehouse, the carrier and the post remember of what they were asked to do.
 * It is a file of its own, beside the engine's, and knows the idempotency keys it has seen.
 */
import { appendFileSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** `asked` when a request came in, `done` when it took effect, `known` when its key had taken effect before. */
export interface LedgerEntry {
  readonly what: "asked" | "done" | "known"
  readonly service: string
  readonly action: string
  readonly order: string
  readonly key: string
  readonly attempt: number
  /** The operating system's number of the process that asked. */
  readonly pid: number
}

/** Where the demo keeps its files, and how much faster than life it runs. */
export const folder = (): string => process.env.ORDER_SAGA_DIR ?? join(import.meta.dirname, ".demo")
export const speed = (): number => Math.max(0.1, Number(process.env.ORDER_SAGA_SPEED ?? 1)) || 1

const file = (): string => join(folder(), "ledger.jsonl")

/** Everything that was written down; a line that was cut off by a crash does not count. */
export const readLedger = (): ReadonlyArray<LedgerEntry> => {
  try {
    return readFileSync(file(), "utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LedgerEntry)
  } catch {
    return []
  }
}

let done: Set<string> | undefined

/** Whether a request with this key took effect, now or in an earlier life of the demo. */
export const isDone = (key: string): boolean => {
  done ??= new Set(
    readLedger()
      .filter(({ what }) => what === "done")
      .map((entry) => entry.key),
  )
  return done.has(key)
}

export const writeDown = (entry: Omit<LedgerEntry, "pid">): void => {
  if (entry.what === "done" && !isDone(entry.key)) done?.add(entry.key)
  mkdirSync(folder(), { recursive: true })
  appendFileSync(file(), `${JSON.stringify({ ...entry, pid: process.pid })}\n`)
}
