/**
 * Processes: finished chains. A process is an `Executable` of the kernel: what the engine runs.
 */
import type { Diagnostic, Does, Executable } from "@millrace/kernel"
import type { Needs, Raises, Returns, Takes, Terminates } from "./types/Facts.ts"
import type { Flow } from "./types/Flow.ts"

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
      Facts extends Raises<infer E> ? E : never,
      Facts extends Needs<infer R> ? R : never,
      Extract<Facts, Does<string, "service" | "task", unknown>>
    >
