/**
 * Processes: chains from `process(…)` to their end. A process is an `Executable` of the kernel: what the engine runs.
 */
import type { Diagnostic, Does, Executable } from "@millrace/kernel"
import type { Codec } from "effect/Schema"
import { makeProcess } from "./makeProcess.ts"
import { Chain } from "./recipe/Chain.ts"
import type { AnySchema } from "./recipe/Item.ts"
import { names, optional, optionsWith, processId } from "./recipe/Parameter.ts"
import { take } from "./recipe/parameters.ts"
import type { StartBuilder } from "./StartBuilder.ts"
import type { ErrorsLeaving, Needs, Returns, Takes, Terminates } from "./types/Facts.ts"
import type { Flow } from "./types/Flow.ts"
import type { NoVars, Reserved } from "./types/Names.ts"
import type { ScopeOptions } from "./types/Options.ts"

/** A finished chain. */
export interface Process<out Id extends string, in I, out O, out E, out R, out Steps> extends Executable<Id, I, O, E, R, Steps> {
  /** What the validator warns about; errors are thrown by `build`. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** A path that is over. At the top of a process this is the process itself. */
export type Finish<Ids extends string, Facts> = [Extract<Facts, Takes<string, unknown>>] extends [never]
  ? Flow<never, Ids, Facts>
  : Process<
      Facts extends Takes<infer Id, infer _> ? Id : never,
      Facts extends Takes<infer _, infer I> ? I : never,
      Facts extends Returns<infer O> ? O : Facts extends Terminates ? undefined : never,
      ErrorsLeaving<Facts>,
      Facts extends Needs<infer R> ? R : never,
      Extract<Facts, Does<string, "service" | "task", unknown>>
    >

export interface ProcessOptions<I> extends ScopeOptions {
  /** Counts from 1. A released version never changes: raise it when the graph does. */
  readonly version: number
  /** Describes what `start` takes: its fields are the first variables. */
  readonly input?: Codec<I, unknown>
  /** Fields of the input whose values never appear in logs, traces or error texts. */
  readonly redacted?: ReadonlyArray<keyof NoInfer<I> & string>
  /** `false`: only what stands directly behind `process(…)` starts it (`.startOnMessage` and its like), not `millrace.start`. */
  readonly startable?: boolean
  /** Earlier versions whose running instances may go on with this version's code. */
  readonly compatibleWith?: ReadonlyArray<number>
}

/**
 * Begins a process. The chain is finished by `.output`, `.end`, `.fail` or `.goto`, and is then a `Process`.
 *
 * ```ts
 * const greet = process("greet", { version: 1, input: Schema.Struct({ name: Schema.String }) })
 *   .serviceTask("greeting", ({ vars }) => `Hello, ${vars.name}`)
 *   .output(({ vars }) => vars.greeting)
 * ```
 */
export function process<const Id extends string, I extends object = NoVars>(
  id: Id,
  options: ProcessOptions<I>,
): StartBuilder<I, I, NoVars, (keyof I & string) | Reserved, never, Takes<Id, I>>
// The types exist at compile time only: an overload is where they meet the recipe.
export function process(
  id: string,
  options: Omit<ProcessOptions<unknown>, "redacted"> & { readonly input?: AnySchema; readonly redacted?: ReadonlyArray<string> },
): object {
  take("process", [processId, optionsWith("version", "input", "redacted", "saga", "startable", "compatibleWith")], [id, options])
  take("process", [processId, optional(names)], [id, options.redacted])
  const head = { ...options, id, saga: options.saga === true }
  return new Chain({ of: id, finish: (recipe) => makeProcess(head, recipe) })
}
