import { testDatabase } from "@millrace/postgres-server/vitest"
import { layer } from "@millrace/store-postgres"
import { storeContract } from "@millrace/testing/store"
import { describe, it } from "vitest"

const database = await testDatabase()
let schemas = 0

storeContract({
  name: "Postgres",
  // The cases have times of their own.
  layer: () => {
    const schema = `store_${++schemas}`
    return layer({ url: database, schema, clock: "caller" })
  },
  capabilities: { durable: true },
  describe,
  it,
})
