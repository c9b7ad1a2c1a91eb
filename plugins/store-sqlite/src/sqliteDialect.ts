/**
 * What is particular to SQLite.
 */
import type { StoreErrorCode } from "@millrace/engine/store"
import type { Dialect } from "@millrace/sql"
import type { SqlError } from "effect/sql"
import { canExecuteEach } from "./executeEach.ts"

/** By SQLite's primary result codes. */
const byNumber: { readonly [code: number]: StoreErrorCode } = {
  3: "StoreReadOnly", // PERM
  5: "StoreLocked", // BUSY
  6: "StoreLocked", // LOCKED
  8: "StoreReadOnly", // READONLY
  10: "StoreUnavailable", // IOERR
  11: "StoreCorrupt", // CORRUPT
  13: "StoreFull", // FULL
  14: "StoreUnavailable", // CANTOPEN
  23: "StoreReadOnly", // AUTH
  26: "StoreCorrupt", // NOTADB
}

/** IOERR_SHMSIZE: the index of the write-ahead log could not grow, which takes a disk without space. */
const noSpaceForIndex = 4874

const byName: ReadonlyArray<readonly [name: string, code: StoreErrorCode]> = [
  ["SQLITE_BUSY", "StoreLocked"],
  ["SQLITE_LOCKED", "StoreLocked"],
  ["SQLITE_READONLY", "StoreReadOnly"],
  ["SQLITE_IOERR", "StoreUnavailable"],
  ["SQLITE_CORRUPT", "StoreCorrupt"],
  ["SQLITE_FULL", "StoreFull"],
  ["SQLITE_CANTOPEN", "StoreUnavailable"],
  ["SQLITE_NOTADB", "StoreCorrupt"],
]

/** `node:sqlite` gives the number as `errcode`, other drivers a name such as `SQLITE_BUSY_SNAPSHOT` as `code`. */
export const sqliteErrorCode = (error: SqlError.SqlError): StoreErrorCode => {
  const { cause } = error.reason
  if (typeof cause !== "object" || cause === null) return "StoreFailed"
  if ("errcode" in cause && typeof cause.errcode === "number") {
    return cause.errcode === noSpaceForIndex ? "StoreFull" : (byNumber[cause.errcode & 0xff] ?? "StoreFailed")
  }
  if (!("code" in cause) || typeof cause.code !== "string") return "StoreFailed"
  const name = cause.code
  return byName.find(([prefix]) => name.startsWith(prefix))?.[1] ?? "StoreFailed"
}

export const sqliteDialect: Dialect = {
  statement: (text) => text,
  maxParameters: 32_766,
  parameter: () => "?",
  among: (column) => `${column} IN (SELECT value FROM json_each(?))`,
  list: (numbers) => JSON.stringify(numbers),
  amongTexts: (column) => `${column} IN (SELECT value FROM json_each(?))`,
  // As the driver writes texts: half a pair becomes U+FFFD.
  listTexts: (texts) => JSON.stringify(texts.map((text) => text.toWellFormed())),
  runEach: (connection) => (canExecuteEach(connection) ? connection.executeEach : undefined),
  schema: { integer: "INTEGER", text: "TEXT", counted: "INTEGER PRIMARY KEY AUTOINCREMENT", clustered: " WITHOUT ROWID" },
  // There is one writer.
  lock: "",
  beginRead: undefined,
  errorCode: sqliteErrorCode,
}
