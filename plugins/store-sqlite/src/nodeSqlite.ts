/**
 * Node's built-in SQLite, asked for when a file is opened: a Node that has none gets a sentence, not a module that
 * cannot be loaded.
 */
import type { DatabaseSync } from "node:sqlite"

/** The class of databases. Throws an `Error` where this Node has none. */
export const databaseClass = (): typeof DatabaseSync => {
  const sqlite = process.getBuiltinModule?.("node:sqlite")
  if (sqlite === undefined) throw new Error(`Node ${process.version} has no node:sqlite; Millrace needs Node 22.16 or newer`)
  return sqlite.DatabaseSync
}
