/**
 * One promise of the store contract: a sentence, and an Effect that dies where the store does not keep it.
 */
import type { Store, StoreError } from "@millrace/engine/store"
import type { Effect } from "effect"

export interface ContractCase {
  /** Reads after "the store …". */
  readonly name: string
  /** Runs on an empty store. */
  readonly run: (store: Store["Service"]) => Effect.Effect<void, StoreError>
}
