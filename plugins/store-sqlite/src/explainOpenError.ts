/**
 * Why a file could not be opened: SQLite says no more than "unable to open database file".
 */
import { closeSync, openSync, statSync, unlinkSync, writeSync } from "node:fs"
import { dirname, join } from "node:path"
import type { StoreError, StoreErrorCode } from "@millrace/engine/store"
import { storeError } from "@millrace/sql"
import { SqlError } from "effect/sql"
import { sqliteErrorCode } from "./sqliteDialect.ts"

const byErrno: { readonly [code: string]: StoreErrorCode } = {
  EACCES: "StoreReadOnly",
  EPERM: "StoreReadOnly",
  EROFS: "StoreReadOnly",
  ENOSPC: "StoreFull",
  EDQUOT: "StoreFull",
}

/** Turns what opening `filename` failed with into an error that says why. */
export const explainOpenError = (filename: string, cause: unknown): StoreError => {
  const detail = cause instanceof Error ? cause.message : String(cause)
  const systemCode = cause instanceof Error && "code" in cause ? byErrno[String(cause.code)] : undefined
  if (systemCode !== undefined) return storeError(filename, systemCode, detail, cause)
  const code = sqliteErrorCode(new SqlError.SqlError({ reason: new SqlError.UnknownError({ cause }) }))
  if (isFolder(filename)) return storeError(filename, "StoreUnavailable", "it is a folder", cause)
  if (code !== "StoreUnavailable") return storeError(filename, code === "StoreFailed" ? "StoreUnavailable" : code, detail, cause)
  const reason = probe(dirname(filename))
  return reason === undefined ? storeError(filename, code, detail, cause) : storeError(filename, byErrno[reason] ?? code, reason, cause)
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/**
 * The system's code for why nothing can be written in a folder: a full disk still takes an empty file. The store's file
 * itself is not touched: that would drop locks on it.
 */
const probe = (folder: string): string | undefined => {
  const path = join(folder, `.millrace-probe-${process.pid}`)
  try {
    const file = openSync(path, "w")
    try {
      writeSync(file, new Uint8Array(pageSize))
    } finally {
      closeSync(file)
      unlinkSync(path)
    }
    return undefined
  } catch (cause) {
    return cause instanceof Error && "code" in cause ? String(cause.code) : undefined
  }
}

const pageSize = 4096
