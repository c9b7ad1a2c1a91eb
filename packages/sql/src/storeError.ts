/**
 * Errors of the driver become errors of the store, which say what to do next.
 */
import { StoreError, type StoreErrorCode } from "@millrace/engine/store"
import type { SqlError } from "effect/sql"
import type { Dialect } from "./Dialect.ts"

/** What is wrong with the store that a message names, and what to do. */
const sentences: { readonly [Code in StoreErrorCode]: string } = {
  ConfigurationInvalid: "cannot be opened with these options",
  StoreUnavailable: "cannot be reached; check that it is there and what it is to be reached by, and try again",
  StoreOutcomeUnknown: "did not say whether a commit was written; the engine reads it back when it answers again",
  StoreFull: "is full; free some space, nothing that was acknowledged is lost",
  StoreReadOnly: "cannot be written; check the permissions, of the file and its folder or of the database user",
  KeyMissing: "has texts that are encrypted with a key that was not given; add it to the keys of the encryption",
  StoreCorrupt: "is damaged or is not a database of Millrace; restore it from a backup, or give another file",
  StoreLocked: "is in use by another engine; stop that one first, or give another file",
  StoreNewer: "was migrated by a newer release of Millrace; install that release or a later one",
  StoreFailed: "could not do what it was asked",
}

/** The error with this code of the store called `name`. */
export const storeError = (name: string, code: StoreErrorCode, detail?: string, cause?: unknown): StoreError =>
  new StoreError({
    code,
    message: `The store ${name} ${sentences[code]}${detail === undefined ? "" : ` (${detail})`}.`,
    ...(cause === undefined ? {} : { cause }),
  })

/** What errors of a store were made of: a dialect may ask for more than users are told. */
const origins = new WeakMap<StoreError, SqlError.SqlError>()

/** The error of `effect/sql` that became this error of a store. */
export const originOf = (error: StoreError): SqlError.SqlError | undefined => origins.get(error)

/** The error of the store, with that of the driver as its cause: what lies between them says the same once more. */
const made = (name: string, code: StoreErrorCode, dialect: Errors, error: SqlError.SqlError): StoreError => {
  const failed = storeError(name, code, detailOf(dialect, error), error.reason.cause ?? error)
  origins.set(failed, error)
  return failed
}

/** What the driver said, as an error of the store called `name`. */
export const fromSqlError = (name: string, dialect: Errors, error: SqlError.SqlError): StoreError =>
  made(name, dialect.errorCode(error), dialect, error)

/** What a dialect says of errors. */
type Errors = Pick<Dialect, "errorCode" | "conceal" | "unsure">

/** The same for an error of COMMIT itself: unless the database refused it for a reason we know, it may be written. */
export const fromCommitError = (name: string, dialect: Errors, error: SqlError.SqlError): StoreError => {
  if (dialect.unsure !== undefined) {
    if (!dialect.unsure(error)) return fromSqlError(name, dialect, error)
    return made(name, "StoreOutcomeUnknown", dialect, error)
  }
  if (refusalsByReason.has(error.reason._tag)) return fromSqlError(name, dialect, error)
  const code = dialect.errorCode(error)
  return made(name, refusals.has(code) ? code : "StoreOutcomeUnknown", dialect, error)
}

const refusals: ReadonlySet<StoreErrorCode> = new Set(["StoreFull", "StoreReadOnly", "StoreLocked"])

/** Constraints that are checked at COMMIT, and conflicts that are found there. */
const refusalsByReason: ReadonlySet<SqlError.SqlErrorReason["_tag"]> = new Set([
  "UniqueViolation",
  "ConstraintError",
  "SerializationError",
  "DeadlockError",
])

const detailOf = ({ conceal }: Errors, error: SqlError.SqlError): string => {
  const { cause } = error.reason
  const said = cause instanceof Error && cause.message !== "" ? cause.message : error.message
  return conceal === undefined ? said : conceal(said)
}
