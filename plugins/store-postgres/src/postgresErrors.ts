/**
 * What errors of Postgres mean, by their SQLSTATE.
 */
import type { StoreErrorCode } from "@millrace/engine/store"
import type { SqlError } from "effect/sql"

/** By state, or by its class: the first two characters. */
const byState: { readonly [state: string]: StoreErrorCode } = {
  "08": "StoreUnavailable", // connection exception
  "28": "StoreUnavailable", // invalid authorization
  "3D000": "StoreUnavailable", // no such database
  "53300": "StoreUnavailable", // too many connections
  "57": "StoreUnavailable", // shutdown, cancelled, cannot connect now
  "58": "StoreUnavailable", // input or output failed
  "53100": "StoreFull", // disk full
  "25006": "StoreReadOnly", // read-only transaction
  "42501": "StoreReadOnly", // insufficient privilege
  "42P01": "StoreCorrupt", // no such table
  "42P07": "StoreCorrupt", // there is a table of this name already
  XX001: "StoreCorrupt", // data corrupted
  XX002: "StoreCorrupt", // index corrupted
}

/** The state that the server gave; none where the error is not the server's. */
const stateOf = ({ reason: { cause } }: SqlError.SqlError): string | undefined =>
  cause instanceof Error && "severity" in cause && "code" in cause ? String(cause.code) : undefined

const brokenTags = new Set(["ConnectionError", "AuthenticationError"])

export const postgresErrorCode = (error: SqlError.SqlError): StoreErrorCode => {
  const state = stateOf(error)
  if (state === undefined) return brokenTags.has(error.reason._tag) ? "StoreUnavailable" : "StoreFailed"
  return byState[state] ?? byState[state.slice(0, 2)] ?? "StoreFailed"
}

/** The server ends the connection: what was under way may be committed though it did not say so. */
const ending = new Set(["57P01", "57P02", "57P03", "57P05", "40003"])

/** Whether a statement may have been carried out: the server has not said that it was refused. */
export const mayBeDone = (error: SqlError.SqlError): boolean => {
  const state = stateOf(error)
  if (state !== undefined) return ending.has(state) || state.startsWith("08")
  const { cause } = error.reason
  // What cannot be encoded was never sent.
  return !(typeof cause === "object" && cause !== null && "_tag" in cause && String(cause._tag).match(/CodecError|EncodeError/))
}

const meetings = new Set(["DeadlockError", "SerializationError", "LockTimeoutError"])

/** Whether two transactions met, of which one had to give way. */
export const gaveWay = (error: SqlError.SqlError): boolean => meetings.has(error.reason._tag)
