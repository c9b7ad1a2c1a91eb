/**
 * The floor: the bare driver writing the very rows that an engine wrote, grouped alike, into a file with the same
 * schema, indexes and settings. No engine can be faster on this store; how near it comes is what `ratio` says.
 *
 * Every row goes through a prepared statement of its own: measured, no other way is faster on `node:sqlite`; statements
 * over many rows save calls and lose as much on binding their parameters.
 */
import { DatabaseSync } from "node:sqlite"
import { Effect, Layer } from "effect"
import { type StoreName, storeLayer } from "../StoreName.ts"
import { type FloorGroup, type FloorResult, floorResult, type StatementName } from "./FloorGroup.ts"
import { runPostgresFloor } from "./floorPostgres.ts"

const statements = {
  start: `INSERT INTO instances (key, id, definition, process, version, business_key, status, seq, owner, input_digest, started_at, ended_at, result, quarantine)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  advance: "UPDATE instances SET seq = ?, status = ?, owner = ?, ended_at = ?, result = ? WHERE key = ? AND seq = ?",
  log: "INSERT INTO log (key, seq, events, format, at, batch) VALUES (?, ?, ?, ?, ?, ?)",
  snapshot: `INSERT INTO snapshots (key, seq, state, format) VALUES (?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, state = excluded.state, format = excluded.format`,
} as const satisfies Readonly<Record<StatementName, string>>

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
