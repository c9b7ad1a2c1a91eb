/**
 * Fragments: stretches of flow for use in several processes. They say what they need, and add what they add.
 */
import type { ProcessBuilder } from "./ProcessBuilder.ts"
import type { AnyFlow } from "./types/Flow.ts"

export interface Fragment<in Needed, out Added, out Ids extends string, out Facts> {
  readonly "~needs": (vars: Needed) => void
  readonly "~flow": { readonly added: Added; readonly ids: Ids; readonly facts: Facts }
}
export declare const fragment: <Needed = {}>() => <F extends AnyFlow>(
  body: (b: ProcessBuilder<Needed, {}, never, never, never>) => F,
) => Fragment<Needed, F["~flow"]["added"], F["~flow"]["ids"], F["~flow"]["facts"]>
