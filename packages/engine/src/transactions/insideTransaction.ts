/**
 * Knowing that code runs inside a transactional step: what it asked of the engine would wait for the transaction, which
 * waits for the code. Known wherever the handler's asynchronous work leads, through Promises and Effects alike.
 */
import { AsyncLocalStorage } from "node:async_hooks"
import { Context, Effect } from "effect"
import { EngineError } from "../EngineError.ts"

/** A transactional handler that runs. */
export interface OpenStep {
  readonly element: string
  readonly process: string
  readonly instance: string
  /** The handler has answered, or nobody listens to it any more. */
  over: boolean
}

const around = new AsyncLocalStorage<OpenStep | undefined>()

/** For Effects, whose fibers may be woken by somebody else. */
const AroundEffect = Context.Reference<OpenStep | undefined>("@millrace/engine/OpenStep", { defaultValue: () => undefined })

/** Runs a handler so that what it calls is known to be inside `step`. */
export const runInside = <A>(step: OpenStep, run: () => A): A => around.run(step, run)

/** Runs other code that happens to be called from inside a step. */
export const runOutside = <A>(run: () => A): A => (around.getStore() === undefined ? run() : around.run(undefined, run))

/** The same for the Effect that a handler gave. */
export const provideStep = <A, E, R>(step: OpenStep, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, AroundEffect, step)

/** Refuses what is called from inside a transactional step. */
export const outsideTransactions = <Args extends ReadonlyArray<unknown>, A, E>(
  call: (...args: Args) => Effect.Effect<A, E>,
): ((...args: Args) => Effect.Effect<A, E | EngineError>) => {
  return (...args) =>
    Effect.withFiber((fiber): Effect.Effect<A, E | EngineError> => {
      const step = around.getStore() ?? Context.get(fiber.context, AroundEffect)
      return step === undefined || step.over ? call(...args) : Effect.fail(calledInTransaction(step))
    })
}

const calledInTransaction = ({ element, process, instance }: OpenStep): EngineError =>
  new EngineError({
    code: "CalledInTransaction",
    message:
      `The transactional step '${element}' of ${process} (instance ${instance}) called the engine, which would wait for its transaction. ` +
      "Return what is needed, and make the call in the step after it.",
    process,
    instance,
    element,
  })
