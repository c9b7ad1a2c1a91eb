/**
 * One life of an engine in a test: opened on the test's store and clock, and ended by closing it or by a crash.
 */
import { type Millrace, openOn, Store } from "@millrace/engine"
import type { AnyExecutable, Handler, Model, Plugin, TransactionSql } from "@millrace/kernel"
import { Clock, Effect, Layer } from "effect"
import { Activity } from "./Activity.ts"
import type { MockedChild } from "./ProcessTest.ts"
import { severable } from "./SeverableStore.ts"
import { VirtualClock } from "./VirtualClock.ts"

export interface EngineRun {
  readonly millrace: Millrace
  readonly clock: VirtualClock
  /** Resolves when nothing is going on but handlers that do not answer. */
  readonly settle: () => Promise<void>
  /** Lets virtual time pass until `target`, from one wake-up to the next. */
  readonly moveTo: (target: number) => Promise<void>
  /** Cuts the engine off from store, clock and handlers. */
  readonly crash: () => Promise<void>
}

export interface EngineRunOptions {
  readonly process: AnyExecutable
  readonly mocks: Readonly<Record<string, Handler>> | undefined
  /** Processes that it calls. */
  readonly children: ReadonlyArray<MockedChild>
  readonly layer: Layer.Layer<never, unknown> | undefined
  readonly plugins: ReadonlyArray<Plugin>
  readonly store: Store["Service"]
  readonly prepare: ((sql: TransactionSql) => unknown) | undefined
  readonly now: number
}

/** Longer than any test: nothing depends on leases and sweeps here, since a crash makes leases run out at once. */
const never = 100_000 * 365 * 24 * 60 * 60 * 1000

export const openEngineRun = async ({
  process,
  mocks,
  children,
  layer,
  plugins,
  store,
  prepare,
  now,
}: EngineRunOptions): Promise<EngineRun> => {
  const clock = new VirtualClock(now)
  const activity = new Activity()
  const severed = severable(store, activity.call)
  let alive = true
  const subjectOf = (process: AnyExecutable, mocks: Readonly<Record<string, Handler>> = {}): AnyExecutable => {
    const model = process.build({ mocks })
    return { id: process.id, version: process.version, build: () => watched(model, activity, () => alive) }
  }
  // One that calls itself may be named among the children, too.
  const others = children.filter((child) => child.process.id !== process.id || child.process.version !== process.version)
  const clockLayer = Layer.succeed(Clock.Clock, clock)
  const millrace = await openOn(Layer.succeed(Store, severed.store), {
    processes: [subjectOf(process, mocks), ...others.map((child) => subjectOf(child.process, child.mocks))],
    layer: layer === undefined ? clockLayer : Layer.provideMerge(layer, clockLayer),
    plugins,
    sweepInterval: never,
    leaseTime: never,
    gracePeriod: 0,
    ...(prepare === undefined ? {} : { prepare }),
  })
  const settle = () => activity.rest()
  const tick = (time: number) => {
    clock.moveTo(time)
    activity.timePassed()
    return settle()
  }
  return {
    millrace,
    clock,
    settle,
    moveTo: async (target) => {
      await settle()
      for (let next = clock.next; next !== undefined && next <= target; next = clock.next) await tick(next)
      await tick(target)
    },
    crash: () => {
      alive = false
      clock.stop()
      return Effect.runPromise(severed.sever())
    },
  }
}

/** The model, with handlers that are watched, and that a dead engine calls in vain. */
const watched = (model: Model, activity: Activity, alive: () => boolean): Model => {
  const handlers = [...model.bindings.handlers].map(([name, handler]): [string, Handler] => [
    name,
    (context) => (alive() ? activity.handler(handler(context)) : Effect.never),
  ])
  return { ...model, bindings: { ...model.bindings, handlers: new Map(handlers) } }
}
