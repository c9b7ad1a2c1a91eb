import { join } from "node:path"
import { aesGcm, encryptedStoreLayer } from "@millrace/engine/store"
import { layer } from "@millrace/store-sqlite"
import { storeContract } from "@millrace/testing/store"
import { describe, it } from "vitest"
import { temporaryFolder } from "./temporaryFolder.ts"

const folder = temporaryFolder()
let files = 0

storeContract({
  name: "SQLite in a file, with encryption",
  layer: () =>
    encryptedStoreLayer(
      layer({ filename: join(folder, `store-${++files}.db`), synchronous: "normal" }),
      aesGcm({ keys: { a: new Uint8Array(32) }, current: "a" }),
    ),
  capabilities: { shared: "one engine process has the file", durable: true, transactions: true },
  describe,
  it,
})
