/**
 * One life of an engine in a simulation: opened on the troubled store, with a clock of its own that is moved together
 * with the others', and ended by closing it or by killing it.
 */
import { type EngineError, type EngineOptions, type EngineShape, makeEngine, Store, type StoreError } from "@millrace/engine"
import type { Model } from "@millrace/kernel"
import { Clock, Context, Effect, Exit, References, Scope } from "effect"
import { severable } from "../process/SeverableStore.ts"
import { VirtualClock } from "../process/VirtualClock.ts"
import type { Seeded } from "../store/seeded.ts"
import type { Ledger } from "./Ledger.ts"
import { simulatedHandler } from "./SimulatedHandler.ts"

export interface SimulatedEngine {
  /** Counts the lives of a simulation. */
  readonly life: number
  /** It does no work. */
  readonly client: boolean
  readonly engine: EngineShape
  readonly clock: VirtualClock
  /** Runs what a caller asks of this engine; it never answers once the engine is dead. */
  readonly run: <A, E>(effect: Effect.Effect<A, E>) => Promise<Exit.Exit<A, E>>
  readonly alive: () => boolean
  /** As `kill -9` does; others see that by its lease, unless the lease is given back at once. */
  readonly kill: (releases: boolean) => Promise<void>
  readonly close: () => Promise<void>
  /** As SIGSTOP does: no time passes for it, and what it asks and is answered waits. */
  readonly stall: () => void
  /** As SIGCONT does. */
  readonly wake: (now: number) => void
  readonly stalled: () => boolean
}

export interface SimulatedEngineOptions {
  readonly life: number
  readonly store: Store["Service"]
  readonly models: ReadonlyArray<Model>
  readonly now: number
  /** How far the clock of its machine is ahead. */
  readonly ahead: number
  readonly random: Seeded
  readonly ledger: Ledger
  readonly calm: () => boolean
  /** Called whenever something happens. */
  readonly stir: () => void
  readonly settings: Omit<EngineOptions, "models">
}

export const openSimulatedEngine = async (
  options: SimulatedEngineOptions,
): Promise<Exit.Exit<SimulatedEngine, EngineError | StoreError>> => {
  const { life, stir, ledger, random, calm } = options
  let alive = true
  const clock = new VirtualClock(options.now)
  const closings: Array<() => void> = []
  clock.jump(options.ahead)
  const gate = makeGate()
  const watch = <A, E>(call: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.onExit(
      Effect.suspend(() => {
        stir()
        return Effect.andThen(gate.pass, call)
      }),
      () => Effect.tap(gate.pass, () => Effect.sync(stir)),
    )
  const severed = severable(options.store, watch)
  const handler = simulatedHandler({ random, ledger, clock, calm, alive: () => alive })
  const work = (context: Parameters<typeof handler>[0]) => {
    stir()
    return handler(context)
  }
  const models = options.models.map((model) => ({
    ...model,
    bindings: { ...model.bindings, handlers: new Map([...model.bindings.handlers].map(([name]) => [name, work])) },
  }))
  const scope = Scope.makeUnsafe()
  const context = Context.make(Store, severed.store).pipe(
    Context.add(Clock.Clock, clock),
    Context.add(Scope.Scope, scope),
    Context.add(References.MinimumLogLevel, "None"),
  )
  const run = <A, E>(effect: Effect.Effect<A, E>): Promise<Exit.Exit<A, E>> => Effect.runPromiseExit(Effect.provideContext(effect, context))
  const opened = await run(Effect.provideContext(makeEngine({ ...options.settings, models }), context))
  if (Exit.isFailure(opened)) return Exit.failCause(opened.cause)
  return Exit.succeed({
    life,
    client: options.settings.client === true,
    engine: opened.value,
    clock,
    run,
    alive: () => alive,
    kill: async (releases) => {
      alive = false
      clock.stop()
      for (const stop of closings) stop()
      await Effect.runPromise(severed.sever({ releases }))
    },
    close: async () => {
      // Whoever is killed while it closes never ends, and its waiting has to.
      await new Promise<void>((resolve) => {
        const stop = Effect.runCallback(Effect.provideContext(opened.value.close, context), { onExit: () => resolve() })
        closings.push(() => stop())
      })
      alive = false
      clock.stop()
    },
    stall: gate.close,
    wake: (now) => {
      clock.moveTo(now)
      gate.open()
    },
    stalled: gate.isClosed,
  })
}

/** Where calls and answers wait as long as it is closed. */
const makeGate = () => {
  let opening: Promise<void> | undefined
  let open = () => {}
  return {
    pass: Effect.suspend(() => {
      const waiting = opening
      return waiting === undefined ? Effect.void : Effect.promise(() => waiting)
    }),
    close: () => {
      opening ??= new Promise((resolve) => {
        open = resolve
      })
    },
    open: () => {
      opening = undefined
      open()
    },
    isClosed: () => opening !== undefined,
  }
}
