/**
 * Fragments: stretches of flow for use in several processes. They say what they need, and add what they add.
 */
import type { ProcessBuilder } from "./ProcessBuilder.ts"
import { flowOf } from "./recipe/Chain.ts"
import { flow } from "./recipe/Parameter.ts"
import { take } from "./recipe/parameters.ts"
import type { AnyFlow } from "./types/Flow.ts"
import type { NoVars } from "./types/Names.ts"

/** A stretch of flow: `Needed` are the variables it reads, `Added` those it sets. */
export interface Fragment<in Needed, out Added, out Ids extends string, out Facts> {
  readonly "~needs": (vars: Needed) => void
  readonly "~flow": { readonly added: Added; readonly ids: Ids; readonly facts: Facts }
}

/** Takes the stretch itself, as a function of the flow it continues. */
type FragmentBody<Needed> = <F extends AnyFlow>(
  body: (b: ProcessBuilder<Needed, NoVars, never, never, never>) => F,
) => Fragment<Needed, F["~flow"]["added"], F["~flow"]["ids"], F["~flow"]["facts"]>

/**
 * Makes a stretch of flow that several processes can `.use`. Its labels are its own.
 *
 * ```ts
 * const remind = fragment<{ readonly email: string }>()((b) => b.serviceTask("reminder", ({ vars }) => sendMail(vars.email)))
 * ```
 */
export function fragment<Needed = NoVars>(): FragmentBody<Needed>
// The types exist at compile time only: an overload is where they meet the recipe.
export function fragment(): object {
  return (body: Parameters<typeof flowOf>[1]) => {
    take("fragment", [flow], [body])
    return { recipe: flowOf("fragment", body) }
  }
}
