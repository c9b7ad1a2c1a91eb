/**
 * A SQLite store whose next commit can be cut short: Node's driver runs a statement while it is called, so the process
 * dies right after the first one of the transaction, which is the fence.
 */
import { StatementSync } from "node:sqlite"
import { sqlite } from "@millrace/store-sqlite"
import { type CuttableStore, die } from "./Boundary.ts"

export const cuttableSqlite = (filename: string): CuttableStore => {
  let armed = false
  let inTransaction = false
  const watch = (name: "run" | "all" | "get") => {
    const original = StatementSync.prototype[name] as (...params: ReadonlyArray<unknown>) => unknown
    const watched = function (this: StatementSync, ...params: ReadonlyArray<unknown>): unknown {
      const result = original.apply(this, [...params])
      if (armed && inTransaction) die()
      if (armed && this.sourceSQL.startsWith("BEGIN")) inTransaction = true
      return result
    }
    Object.defineProperty(StatementSync.prototype, name, { value: watched, configurable: true, writable: true })
  }
  watch("run")
  watch("all")
  watch("get")
  return {
    layer: sqlite({ filename }),
    cut: () => {
      armed = true
    },
  }
}
