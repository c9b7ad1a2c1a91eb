/**
 * The stores that programmes run on, by the names that the command line knows.
 */
import { createHash } from "node:crypto"
import { memoryStoreLayer, type Store, type StoreError } from "@millrace/engine/store"
import { type PostgresStoreOptions, postgres } from "@millrace/store-postgres"
import { sqlite } from "@millrace/store-sqlite"
import type { Layer } from "effect"
import { postgresUrl } from "./withPostgres.ts"

export const storeNames = ["memory", "sqlite", "sqlite-normal", "postgres"] as const
export type StoreName = (typeof storeNames)[number]

/** The store behind a name; `filename` says where it keeps what it keeps: on Postgres, a schema for each file there would be. */
export const storeLayer = (store: StoreName, filename: string): Layer.Layer<Store, StoreError> => {
  if (store === "memory") return memoryStoreLayer
  if (store === "postgres") return postgres(postgresOptions(filename))
  return sqlite({ filename, synchronous: store === "sqlite" ? "full" : "normal" })
}

/** The options of the Postgres store that stands for this file; the programme has to run `withPostgres`. */
export const postgresOptions = (filename: string): PostgresStoreOptions & { readonly url: string; readonly schema: string } => {
  const schema = `m_${createHash("sha256").update(filename).digest("hex").slice(0, 16)}`
  const url = new URL(postgresUrl())
  // Tables of transactional steps are made there too: each run has its own.
  url.searchParams.set("options", `-c search_path=${schema}`)
  return { url: url.href, schema }
}
