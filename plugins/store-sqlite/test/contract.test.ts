import { join } from "node:path"
import { sqlStoreLayer } from "@millrace/sql"
import { layer, SqliteClient, sqliteDialect } from "@millrace/store-sqlite"
import { storeContract } from "@millrace/testing/store"
import { Layer } from "effect"
import { describe, it } from "vitest"
import { temporaryFolder } from "./temporaryFolder.ts"

const folder = temporaryFolder()
let files = 0

storeContract({
  name: "SQLite in a file",
  layer: () => layer({ filename: join(folder, `store-${++files}.db`), synchronous: "normal" }),
  capabilities: { shared: "one engine process has the file", durable: true, transactions: true },
  describe,
  it,
})

storeContract({
  name: "SQLite in memory",
  layer: () => layer({ filename: ":memory:" }),
  capabilities: { shared: "one engine process has the file", durable: "an in-memory database goes when it is closed", transactions: true },
  describe,
  it,
})

const { runEach: _, ...lists } = sqliteDialect

storeContract({
  name: "SQLite by lists of rows, as with any other client",
  layer: () =>
    sqlStoreLayer({ name: "memory", dialect: lists }).pipe(Layer.provide(Layer.orDie(SqliteClient.layer({ filename: ":memory:" })))),
  capabilities: { shared: "one engine process has the file", durable: "an in-memory database goes when it is closed", transactions: true },
  describe,
  it,
})
