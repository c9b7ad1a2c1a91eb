/**
 * One engine process for each file: a lock on a side file, `<file>.lock`.
 *
 * The side file is a tiny SQLite database in which an exclusive transaction stays open, so the lock is one of the
 * operating system's: it goes with the process, also with one that was killed, and it holds against a second
 * engine of the same process as well. The side file stays: removing it would let two engines lock two files.
 */
import type { DatabaseSync } from "node:sqlite"
import type { StoreError } from "@millrace/engine/store"
import { storeError } from "@millrace/sql"
import { Effect, type Scope } from "effect"
import { explainOpenError } from "./explainOpenError.ts"
import { databaseClass } from "./nodeSqlite.ts"

const busy = 5

/** Holds the lock for as long as the scope is open. */
export const lockFile = (filename: string): Effect.Effect<void, StoreError, Scope.Scope> =>
  Effect.asVoid(
    Effect.acquireRelease(
      Effect.try({
        try: () => lock(`${filename}.lock`),
        catch: (cause) =>
          cause instanceof Error && "errcode" in cause && Number(cause.errcode) % 256 === busy
            ? storeError(filename, "StoreLocked", `${filename}.lock is held`, cause)
            : explainOpenError(filename, cause),
      }),
      (held) => Effect.sync(() => held.close()),
    ),
  )

const lock = (path: string): DatabaseSync => {
  const db = new (databaseClass())(path)
  try {
    db.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE")
    return db
  } catch (cause) {
    db.close()
    throw cause
  }
}
