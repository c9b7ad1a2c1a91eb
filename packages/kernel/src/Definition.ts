/**
 * Definitions: immutable data with a content digest, stored beside their instances.
 */
import { createHash } from "node:crypto"
import { canonicalJson, type Json } from "./Json.ts"

export interface Definition<Graph = Json> {
  /** Which decider runs it: `"process"`, `"case"`, or a plugin's. */
  readonly kind: string
  readonly id: string
  readonly version: number
  /** Plain JSON. */
  readonly graph: Graph
  /** Of the canonical JSON of the graph: equal graphs, equal digests. */
  readonly digest: string
}

/** `order@1` */
export const definitionName = (definition: { readonly id: string; readonly version: number }): string =>
  `${definition.id}@${definition.version}`

/** SHA-256 over canonical JSON, as 43 characters of base64url. */
export const digestOf = (json: unknown): string => createHash("sha256").update(canonicalJson(json)).digest("base64url")
