import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { layer } from "@millrace/store-sqlite"
import { storeContract } from "@millrace/testing/store"
import { afterAll, describe, it } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "millrace-contract-"))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

storeContract({
  name: "SQLite in a file",
  layer: () => layer({ filename: join(folder, `store-${++files}.db`), synchronous: "normal" }),
  capabilities: { durable: true },
  describe,
  it,
})

storeContract({
  name: "SQLite in memory",
  layer: () => layer({ filename: ":memory:" }),
  capabilities: { durable: "an in-memory database goes when it is closed" },
  describe,
  it,
})
