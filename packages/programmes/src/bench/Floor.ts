/**
 * The floor: the bare driver writing the very rows that an engine wrote, grouped alike, into a file with the same
 * schema, indexes and settings. No engine can be faster on this store; how near it comes is what `ratio` says.
 *
 * Every row goes through a prepared statement of its own: measured, no other way is faster on `node:sqlite`; statements
 * over many rows save calls and lose as much on binding their parameters.
 */
import { DatabaseSync, type SQLInputValue } from "node:sqlite"
import type { CommitBatch } from "@millrace/engine/store"
import { Effect, Layer } from "effect"
import { type StoreName, storeLayer } from "../StoreName.ts"
import { runPostgresFloor } from "./floorPostgres.ts"

const statements = {
  start: `INSERT INTO instances (key, id, definition, process, version, business_key, status, seq, owner, input_digest, started_at, ended_at, result, quarantine)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  advance: "UPDATE instances SET seq = ?, status = ?, owner = ?, ended_at = ?, result = ? WHERE key = ? AND seq = ?",
  log: "INSERT INTO log (key, seq, events, format, at, batch) VALUES (?, ?, ?, ?, ?, ?)",
  snapshot: `INSERT INTO snapshots (key, seq, state, format) VALUES (?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, state = excluded.state, format = excluded.format`,
} as const
/** The parameters of `start`, in its order. */
const startColumns = [
  "key",
  "id",
  "definition",
  "process",
  "version",
  "businessKey",
  "status",
  "seq",
  "owner",
  "inputDigest",
  "startedAt",
  "endedAt",
  "result",
  "quarantine",
] as const

export type StatementName = keyof typeof statements

type Write = readonly [statement: StatementName, parameters: ReadonlyArray<SQLInputValue>]

/** The writes of one transaction. */
export type FloorGroup = ReadonlyArray<Write>

/** The rows of batches as bare writes. Fails for rows of which the floor knows nothing, so that it is never too low. */
export const floorOf = (batches: ReadonlyArray<CommitBatch>): ReadonlyArray<FloorGroup> => batches.map(groupOf)

const groupOf = (batch: CommitBatch): FloorGroup => {
  const { jobs, timers, userTasks, incidents, snapshots, values } = batch
  const others = [jobs.insert, jobs.delete, timers.insert, timers.delete, userTasks.insert, userTasks.update, userTasks.delete]
  const unknown = [...others, incidents.insert, incidents.delete, values].reduce((sum, rows) => sum + rows.length, 0)
  if (unknown > 0) throw new Error(`Batch ${batch.id} has ${unknown} rows in tables that the floor does not write: teach it in Floor.ts.`)
  return [
    ...batch.starts.map((row): Write => ["start", startColumns.map((column) => row[column])]),
    ...batch.advances.map((row): Write => ["advance", [row.seq, row.status, row.owner, row.endedAt, row.result, row.key, row.expected]]),
    ...batch.log.map((row): Write => ["log", [row.key, row.seq, row.events, row.format, row.at, batch.id]]),
    ...snapshots.map((row): Write => ["snapshot", [row.key, row.seq, row.state, row.format]]),
  ]
}

export interface FloorResult {
  /** Instances, counted by their first rows, in a second. */
  readonly perSecond: number
  /** Transactions in a second. */
  readonly commitsPerSecond: number
}

/** What was written within so many milliseconds. */
export const floorResult = (groups: ReadonlyArray<FloorGroup>, milliseconds: number): FloorResult => ({
  perSecond: (groups.flat().filter(([statement]) => statement === "start").length / milliseconds) * 1000,
  commitsPerSecond: (groups.length / milliseconds) * 1000,
})

/** Writes the groups into a new file, each in a transaction; the first ones, this share of them, are not measured. */
export const runFloor = async (
  store: Exclude<StoreName, "memory">,
  filename: string,
  groups: ReadonlyArray<FloorGroup>,
  warmUpShare: number,
): Promise<FloorResult> => {
  if (store === "postgres") return runPostgresFloor(filename, groups, warmUpShare)
  // The store itself makes the schema, so that it is the same one.
  await Effect.runPromise(Effect.scoped(Layer.build(storeLayer(store, filename))))
  const db = new DatabaseSync(filename)
  try {
    for (const pragma of settingsOf(store)) db.exec(pragma)
    const prepared = {
      start: db.prepare(statements.start),
      advance: db.prepare(statements.advance),
      log: db.prepare(statements.log),
      snapshot: db.prepare(statements.snapshot),
    }
    const begin = db.prepare("BEGIN IMMEDIATE")
    const commit = db.prepare("COMMIT")
    const write = (group: FloorGroup): void => {
      begin.run()
      for (const [statement, parameters] of group) prepared[statement].run(...parameters)
      commit.run()
    }
    const first = Math.floor(groups.length * warmUpShare)
    for (const group of groups.slice(0, first)) write(group)
    const measured = groups.slice(first)
    const before = performance.now()
    for (const group of measured) write(group)
    return floorResult(measured, performance.now() - before)
  } finally {
    db.close()
  }
}

/** As the SQLite store sets them. */
const settingsOf = (store: StoreName): ReadonlyArray<string> => [
  "PRAGMA journal_mode = WAL",
  `PRAGMA synchronous = ${store === "sqlite" ? "FULL" : "NORMAL"}`,
  `PRAGMA fullfsync = ${store === "sqlite" ? "ON" : "OFF"}`,
  "PRAGMA checkpoint_fullfsync = ON",
  "PRAGMA journal_size_limit = 67108864",
]
