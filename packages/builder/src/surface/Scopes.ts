/**
 * Scopes: what belongs together, with variables of its own.
 */
import type { TaskBuilder } from "../ActivityBuilder.ts"
import type { ProcessBuilder, ScopeBuilder } from "../ProcessBuilder.ts"
import type { AdHocOptions } from "../types/EventOptions.ts"
import type { Cancels, Leaving } from "../types/Facts.ts"
import type { AddedOf, AllOf, AnyFlow, Beside, FactsIn, Flows, ScopeValue } from "../types/Flow.ts"
import type { NewId, NoVars, Step } from "../types/Names.ts"
import type { SubProcessOptions } from "../types/Options.ts"

/** Sub-processes of every kind. */
export interface Scopes<in out Vars, out Added, in out Ids extends string, in out Labels extends string, out Facts> {
  /**
   * A scope of its own: its variables stay inside, errors and timers can be caught for all of it. The variable `id` is
   * what its `.output` gave, else an object of what its flow set. Its steps are called `id/step`.
   *
   * ```ts
   * .subProcess("land", (b) => b.serviceTask("hotel", book).serviceTask("car", rent), { saga: true })
   * ```
   */
  subProcess<const Id extends string, F extends AnyFlow>(
    id: NewId<Id, Ids>,
    body: (b: ScopeBuilder<Vars, NoVars, Ids, never, never>) => F,
    options?: SubProcessOptions,
  ): TaskBuilder<Vars, Added, Step<Id, ScopeValue<F>>, Ids | Id, Labels, Facts, Leaving<Id, F["~flow"]["facts"]>>

  /**
   * A sub-process that ends well, or is cancelled as a whole: `.cancel` in it compensates what is complete in it, and
   * `.onCancel` goes on from there.
   *
   * ```ts
   * .transaction("booking", (b) => b
   *   .serviceTask("seat", book).compensate(release)
   *   .exclusive("sure", ask, { yes: (b) => b, no: (b) => b.cancel() }))
   * .onCancel("called off", (b) => b.end())
   * ```
   */
  transaction<const Id extends string, F extends AnyFlow>(
    id: NewId<Id, Ids>,
    body: (b: ScopeBuilder<Vars, NoVars, Ids, never, never>) => F,
    options?: SubProcessOptions,
  ): TaskBuilder<
    Vars,
    Added,
    Step<Id, ScopeValue<F>>,
    Ids | Id,
    Labels,
    Facts,
    Leaving<Id, F["~flow"]["facts"]> | Extract<F["~flow"]["facts"], Cancels>
  >

  /**
   * Steps without an order: each begins when `begin` names it, or when somebody asks for it with `millrace.activate`, any
   * number of times. The variable `id` is an object of what was set.
   *
   * ```ts
   * .adHoc("care", {
   *   visit: (b) => b.userTask("visit", { form: Visit }),
   *   call: (b) => b.userTask("phone", { form: Call }),
   * }, { begin: () => ["visit"], until: ({ vars }) => vars.visit?.healthy === true })
   * ```
   */
  adHoc<const Id extends string, Fs extends Flows>(
    id: NewId<Id, Ids>,
    steps: { readonly [K in keyof Fs]: (b: ProcessBuilder<Vars, NoVars, Ids, never, never>) => Fs[K] & Beside<Fs[K]> },
    options?: AdHocOptions<Vars, Vars & Partial<AllOf<AddedOf<Fs>>>, keyof Fs>,
  ): TaskBuilder<Vars, Added, Step<Id, Partial<AllOf<AddedOf<Fs>>>>, Ids | Id, Labels, Facts, Leaving<Id, FactsIn<Fs>>>
}
