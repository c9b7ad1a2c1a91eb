import { testDatabase } from "@millrace/postgres-server/vitest"
import { layer } from "@millrace/store-postgres"
import { storeContract } from "@millrace/testing/store"
import { Effect, Layer } from "effect"
import { describe, it } from "vitest"

storeContract({
  name: "Postgres",
  // A database for each case. The cases have times of their own.
  layer: () => {
    let url: Promise<string> | undefined
    const database = () => {
      url ??= testDatabase()
      return url
    }
    return Layer.unwrap(Effect.map(Effect.promise(database), (url) => layer({ url, clock: "caller", maxConnections: 6 })))
  },
  capabilities: { shared: true, durable: true, transactions: true },
  describe,
  it,
})
