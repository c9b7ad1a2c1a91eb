/**
 * The stores that programmes run on, by the names that the command line knows.
 */
import { memoryStoreLayer, type Store, type StoreError } from "@millrace/engine/store"
import { layer as sqliteLayer } from "@millrace/store-sqlite"
import type { Layer } from "effect"

export const storeNames = ["memory", "sqlite", "sqlite-normal"] as const
export type StoreName = (typeof storeNames)[number]

/** The store behind a name; `filename` is where it keeps what it keeps. */
export const storeLayer = (store: StoreName, filename: string): Layer.Layer<Store, StoreError> =>
  store === "memory" ? memoryStoreLayer : sqliteLayer({ filename, synchronous: store === "sqlite" ? "full" : "normal" })
