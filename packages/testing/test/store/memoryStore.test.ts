import { memoryStoreLayer } from "@millrace/engine/store"
import { storeContract } from "@millrace/testing/store"
import { describe, it } from "vitest"

storeContract({
  name: "the memory store",
  layer: () => memoryStoreLayer,
  capabilities: {
    shared: "each opening is a store of its own",
    durable: "nothing outlives the process",
    transactions: "there is no database",
  },
  describe,
  it,
})
