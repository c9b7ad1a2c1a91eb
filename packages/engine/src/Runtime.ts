/**
 * Running Effects from the engine's plain code: always with the services, and the clock, that the engine was built with.
 */
import { type Clock, type Context, Effect, Exit } from "effect"
import { Troubles } from "./Troubles.ts"

export interface Runtime {
  /** Starts the effect; gives the function that interrupts it. `onExit` is not called after that. */
  readonly run: <A, E>(effect: Effect.Effect<A, E, never>, onExit?: (exit: Exit.Exit<A, E>) => void) => () => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Nobody sleeps longer than this at a stretch: a clock that is set right again is noticed within this time. */
  readonly longestSleep: number
  /** The clock's own sleep, so that virtual time holds. */
  readonly sleep: (milliseconds: number, then: () => void) => () => void
  /** Says something that an operator should know. */
  readonly warn: (message: string, details: Record<string, unknown>) => void
  /** What the store cannot do at this time. */
  readonly troubles: Troubles
}

/** Timers of JavaScript overflow after 24 days. */
const aDay = 24 * 60 * 60 * 1000

export const makeRuntime = <R>(context: Context.Context<R>, clock: Clock.Clock, longestSleep: number): Runtime => {
  const fork = Effect.runCallbackWith(context)
  const run: Runtime["run"] = (effect, onExit) => {
    let stopped = false
    const interrupt = fork(effect, {
      onExit: (exit) => {
        if (!stopped) onExit?.(exit)
      },
    })
    return () => {
      stopped = true
      interrupt()
    }
  }
  const now = () => clock.currentTimeMillisUnsafe()
  const warn: Runtime["warn"] = (message, details) => {
    run(Effect.logWarning(message, details))
  }
  const inform = (message: string) => {
    run(Effect.logInfo(message))
  }
  return {
    run,
    longestSleep: Math.min(longestSleep, aDay),
    now,
    sleep: (milliseconds, then) =>
      run(Effect.sleep(milliseconds), (exit) => {
        if (Exit.isSuccess(exit)) then()
      }),
    warn,
    troubles: new Troubles({ now, warn, inform }),
  }
}
