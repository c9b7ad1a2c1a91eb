/** What SQLite's result codes mean for a store. */
import { sqliteDialect } from "@millrace/store-sqlite"
import { SqlError } from "effect/sql"
import { expect, it } from "vitest"

const codeOf = (errcode: number): string =>
  sqliteDialect.errorCode(
    new SqlError.SqlError({ reason: new SqlError.UnknownError({ cause: Object.assign(new Error("said by SQLite"), { errcode }) }) }),
  )

it("takes a write-ahead log whose index cannot grow for a full disk, and other failures to read or write for a disk out of reach", () => {
  expect(codeOf(13)).toBe("StoreFull")
  expect(codeOf(4874)).toBe("StoreFull")
  expect(codeOf(10)).toBe("StoreUnavailable")
  expect(codeOf(778)).toBe("StoreUnavailable")
})
