/**
 * What can go wrong with a store.
 */
import { Schema } from "effect"
import { printedAsError } from "../printedAsError.ts"

export const StoreErrorCode = Schema.Literals([
  /** Its options cannot be: a mistake in the program, or in its environment. */
  "ConfigurationInvalid",
  /** The store could not be reached or did not answer: trying again may help. */
  "StoreUnavailable",
  /** The commit's outcome is not known: the connection broke while it was under way. */
  "StoreOutcomeUnknown",
  /** The disk is full. */
  "StoreFull",
  /** The file or the database cannot be written. */
  "StoreReadOnly",
  /** The file is not a database, or is damaged. */
  "StoreCorrupt",
  /** A text is encrypted with a key that was not given. */
  "KeyMissing",
  /** Another engine process holds the file. */
  "StoreLocked",
  /** A newer release of Millrace has migrated it. */
  "StoreNewer",
  /** Anything else: a bug, or a database that does not do what was asked. */
  "StoreFailed",
])
export type StoreErrorCode = typeof StoreErrorCode.Type

/** A store could not do what was asked. `message` names the store and says what to do next. */
export class StoreError extends Schema.TaggedError<StoreError>()("StoreError", {
  code: StoreErrorCode,
  message: Schema.String,
  /** The instance whose rows alone are concerned; everything else can be read. */
  instance: Schema.optional(Schema.String),
  cause: Schema.optional(Schema.Defect()),
}) {}

printedAsError(StoreError)
