/**
 * Specifications of deciders: given what happened, when a command comes, then this follows.
 *
 * ```ts
 * const process = specification(processDecider, definition, { bindings })
 * process
 *   .given({ type: "StartInstance", input: {} })
 *   .when({ type: "CompleteJob", job: 4, attempt: 1, delivery: 1, result: 1 })
 *   .thenEvents([{ type: "JobCompleted", job: 4, result: 1 }, …])
 * ```
 */
import { deepStrictEqual, strictEqual } from "node:assert/strict"
import type { AnyEvent, Decider, Definition, RejectionCode } from "@millrace/kernel"
import { type DeciderRun, type DeciderRunOptions, runDecider, type Untimed } from "./DeciderRun.ts"

export interface Given<C, S, E extends AnyEvent> {
  /** The instance as it is now. */
  readonly run: DeciderRun<C, S, E>
  /** Further commands that came before; each has to be accepted. */
  readonly given: (...commands: ReadonlyArray<Untimed>) => Given<C, S, E>
  /** The command in question. */
  readonly when: (command: Untimed) => Then<C, S, E>
}

export interface Then<C, S, E extends AnyEvent> {
  /** It leads to exactly these events. */
  readonly thenEvents: (events: ReadonlyArray<NoInfer<E>>) => Given<C, S, E>
  /** It leads to events of exactly these types. */
  readonly thenTypes: (types: ReadonlyArray<NoInfer<E>["type"]>) => Given<C, S, E>
  /** It is rejected with this code. */
  readonly thenRejected: (code: RejectionCode) => Given<C, S, E>
  /** It is accepted and changes nothing. */
  readonly thenNothing: () => Given<C, S, E>
}

/** Specifies what a decider does with a definition. */
export const specification = <C, S, E extends AnyEvent>(
  decider: Decider<C, S, E>,
  definition: Definition<unknown>,
  options?: DeciderRunOptions,
): Given<C, S, E> => {
  const run = runDecider(decider, definition, options)
  const accept = (command: Untimed): ReadonlyArray<E> => {
    const { rejection, events } = run.send(command)
    strictEqual(rejection?.message, undefined, `${command.type} was rejected`)
    return events
  }
  const spec: Given<C, S, E> = {
    run,
    given: (...commands) => {
      for (const command of commands) accept(command)
      return spec
    },
    when: (command) => ({
      thenEvents: (events) => {
        deepStrictEqual(accept(command), events)
        return spec
      },
      thenTypes: (types) => {
        deepStrictEqual(
          accept(command).map((event) => event.type),
          types,
        )
        return spec
      },
      thenRejected: (code) => {
        const { rejection, events } = run.send(command)
        strictEqual(rejection?.code, code)
        deepStrictEqual(events, [])
        return spec
      },
      thenNothing: () => {
        deepStrictEqual(accept(command), [])
        return spec
      },
    }),
  }
  return spec
}
