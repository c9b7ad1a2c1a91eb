/**
 * The typed surface of the builder. Every method gives a new builder, so that a prefix can be continued in two ways.
 *
 * `Vars` is what handlers see at this point, a flat intersection of named parts; `Added` is what this flow set of it;
 * `Ids` are the names taken; `Labels` are those a `goto` may name; `Facts` is one union of everything else.
 * What keeps it fast: object types are never flattened along the chain, branches are inferred as whole flows, and
 * checks are intersected into results, never beside parameters.
 */
import type { ScopeEvents } from "./Events.ts"
import type { Ends } from "./surface/Ends.ts"
import type { Loops } from "./surface/Loops.ts"
import type { Scopes } from "./surface/Scopes.ts"
import type { Signs } from "./surface/Signs.ts"
import type { Singles } from "./surface/Singles.ts"
import type { Tasks } from "./surface/Tasks.ts"
import type { Variables } from "./surface/Variables.ts"
import type { Ways } from "./surface/Ways.ts"
import type { OfHandler, Unless } from "./types/Facts.ts"
import type { AnyFlow, Beside, Flow } from "./types/Flow.ts"
import type { NewId, Step, Widen } from "./types/Names.ts"
import type { HandlerOptions, VariableOptions } from "./types/Options.ts"
import type { CheckResult } from "./types/Storable.ts"

export interface ProcessBuilder<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts>
  extends Flow<Added, Ids, Facts>,
    Tasks<Vars, Added, Ids, Labels, Facts>,
    Singles<Vars, Added, Ids, Labels, Facts>,
    Signs<Vars, Added, Ids, Labels, Facts>,
    Variables<Vars, Added, Ids, Labels, Facts>,
    Ways<Vars, Added, Ids, Labels, Facts>,
    Scopes<Vars, Added, Ids, Labels, Facts>,
    Loops<Vars, Added, Ids, Labels, Facts>,
    Ends<Vars, Added, Ids, Labels, Facts> {}

/** The start of a scope: its variables are declared here, and what it listens to from its beginning to its end. */
export interface ScopeBuilder<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts>
  extends ProcessBuilder<Vars, Added, Ids, Labels, Facts> {
  /**
   * Declares a variable of this scope with its first value: what loops and branches `.update`.
   *
   * ```ts
   * .variable("comments", [] as ReadonlyArray<string>)
   * ```
   */
  variable<const Id extends string, T, S = never>(
    id: NewId<Id, Ids>,
    initial: T & CheckResult<T, S>,
    options?: VariableOptions<S>,
  ): ScopeBuilder<Vars & Step<Id, Widen<T>>, Added & Step<Id, Widen<T>>, Ids | Id, Labels, Facts>

  /**
   * Waits beside everything else in this scope for an event, for as long as the scope runs. It ends the rest of the scope
   * and goes on instead, so that its `.output` is that of the scope; with `{ interrupting: false }` it runs beside it, any
   * number of times. The variable `id` in it is the payload.
   *
   * ```ts
   * .on("cancelled", (on) => on.message(CancelSubscription, ({ vars }) => vars.id).output(({ vars }) => vars.cancelled.reason))
   * ```
   */
  on<const Id extends string, F extends AnyFlow, const I extends boolean = true>(
    id: NewId<Id, Ids>,
    handler: (on: ScopeEvents<Vars, Id, Ids>) => F & (I extends false ? Beside<F> : unknown),
    options?: HandlerOptions<I>,
  ): ScopeBuilder<Vars, Added, Ids | Id, Labels, Facts | OfHandler<Id, F["~flow"]["facts"]> | Unless<F["~flow"]["added"], I>>
}
