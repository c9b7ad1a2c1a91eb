import type { StoreErrorCode } from "@millrace/engine/store"
import { SqlError } from "effect/sql"
import { describe, expect, it } from "vitest"
import { fromCommitError, fromSqlError, storeError } from "../src/storeError.ts"

const error = (message: string) =>
  new SqlError.SqlError({ reason: new SqlError.UnknownError({ cause: new Error(message), message: "Failed to execute statement" }) })
const dialect = (code: StoreErrorCode) => ({ errorCode: () => code })

describe("errors of a SQL store", () => {
  it("name the store, say what to do, and quote the driver", () => {
    expect(fromSqlError("orders.db", dialect("StoreFull"), error("database or disk is full")).message).toBe(
      "The store orders.db is full; free some space, nothing that was acknowledged is lost (database or disk is full).",
    )
    expect(storeError("orders.db", "StoreLocked").message).toBe(
      "The store orders.db is in use by another engine; stop that one first, or give another file.",
    )
  })

  it("of COMMIT say that the outcome is unknown, unless the database refused it for a known reason", () => {
    const code = (reason: StoreErrorCode) => fromCommitError("orders.db", dialect(reason), error("?")).code
    expect(code("StoreUnavailable")).toBe("StoreOutcomeUnknown")
    expect(code("StoreFailed")).toBe("StoreOutcomeUnknown")
    expect(code("StoreFull")).toBe("StoreFull")
    expect(code("StoreReadOnly")).toBe("StoreReadOnly")
    expect(code("StoreLocked")).toBe("StoreLocked")
  })
})
