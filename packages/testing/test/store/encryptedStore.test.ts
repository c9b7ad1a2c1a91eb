import { aesGcm, encryptedStoreLayer, memoryStoreLayer, type ValueCodec } from "@millrace/engine/store"
import { storeContract } from "@millrace/testing/store"
import { describe, it } from "vitest"

storeContract({
  name: "the memory store with encryption",
  layer: () => encryptedStoreLayer(memoryStoreLayer, aesGcm({ keys: { a: new Uint8Array(32) }, current: "a" })),
  capabilities: {
    shared: "each opening is a store of its own",
    durable: "nothing outlives the process",
    transactions: "there is no database",
  },
  describe,
  it,
})

/** Answers at once, as a codec may. */
const reversing: ValueCodec = {
  encrypt: (text) => [...text].reverse().join(""),
  decrypt: (text) => [...text].reverse().join(""),
}

storeContract({
  name: "the memory store with a codec that answers at once",
  layer: () => encryptedStoreLayer(memoryStoreLayer, reversing),
  capabilities: {
    shared: "each opening is a store of its own",
    durable: "nothing outlives the process",
    transactions: "there is no database",
  },
  describe,
  it,
})
