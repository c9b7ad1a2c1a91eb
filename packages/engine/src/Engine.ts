/**
 * The engine as an Effect service: runs models durably on a store.
 */
import { checkPlugins, type Json, type Plugin } from "@millrace/kernel"
import { Clock, Context, Effect, Layer } from "effect"
import { allow, checkText } from "./api/Argument.ts"
import { command, engineClosed, rowOf } from "./api/ask.ts"
import { type Changes, makeChanges } from "./api/Changes.ts"
import { looks } from "./api/Endings.ts"
import { type Incidents, makeIncidents } from "./api/Incidents.ts"
import { type Messages, makeMessages } from "./api/Messages.ts"
import { makePurge, type PurgeOptions } from "./api/Purge.ts"
import { makeQueries, type Queries } from "./api/Queries.ts"
import { type Started, type StartOptions, startInstance } from "./api/startInstance.ts"
import { makeUserTasks, type UserTasks } from "./api/UserTasks.ts"
import { makeWaits, type Waits } from "./api/Waits.ts"
import { Core } from "./Core.ts"
import { closeCore, settle } from "./closing.ts"
import { EngineError, ProcessCancelled, ProcessFailed } from "./EngineError.ts"
import { type EngineOptions, problemsOf, settingsOf } from "./EngineOptions.ts"
import type { Ending } from "./instance/PendingCommit.ts"
import { Registry } from "./models/Registry.ts"
import { makeRuntime } from "./Runtime.ts"
import { keepStarts } from "./schedules/keepStarts.ts"
import { Store } from "./store/Store.ts"
import type { StoreError } from "./store/StoreError.ts"
import { outsideTransactions } from "./transactions/insideTransaction.ts"
import { prepareStore, requireTransactions } from "./transactions/requireTransactions.ts"
import { termsOf } from "./waking/Lease.ts"

/** Counts of what an engine has in memory, apart from its cache of idle instances. */
export interface InMemory {
  /** Instances with something under way. */
  readonly instances: number
  /** Jobs that run or wait for a place. */
  readonly jobs: number
  /** Room kept for jobs, those included whose commit is under way. */
  readonly places: number
  /** Callers that wait for the end of an instance. */
  readonly waiters: number
}

export interface EngineShape extends Messages, Waits, Changes {
  /** Starts an instance of the process `id`, of the highest version where none is named; ends when that is durable. */
  readonly start: (
    id: string,
    input: unknown,
    options?: StartOptions & { readonly version?: number },
  ) => Effect.Effect<Started, EngineError | StoreError>
  /** Waits for the end of an instance and gives its output. */
  readonly result: (instance: string | Started) => Effect.Effect<Json, ProcessFailed | ProcessCancelled | EngineError | StoreError>
  /** Cancels an instance: what waits is void, what has to be compensated is. */
  readonly cancel: (instance: string, reason?: string) => Effect.Effect<void, EngineError | StoreError>
  /** Waits until there is an instance of this id: what a message starts begins soon after it is published. */
  readonly begun: (instance: string) => Effect.Effect<void, EngineError | StoreError>
  readonly get: Queries["get"]
  readonly why: Queries["why"]
  readonly list: Queries["list"]
  readonly history: Queries["history"]
  readonly userTasks: UserTasks
  readonly incidents: Incidents
  /** Removes instances that ended before a moment, with their history; says how many. Little by little: nobody waits for it. */
  readonly purge: (options: PurgeOptions) => Effect.Effect<number, EngineError | StoreError>
  /** Ends when nothing is under way but handlers that wait for the world: for tests under virtual time. */
  readonly settled: Effect.Effect<void>
  /** When something is due next, in milliseconds since the epoch: for tests under virtual time. */
  readonly nextDue: Effect.Effect<number | undefined, StoreError>
  /** What the engine has in memory for work that is under way: nothing of it once all is done. */
  readonly inMemory: Effect.Effect<InMemory>
  /** Takes no more work, lets running handlers finish within the grace period, writes what is decided. Repeating it stops at once. */
  readonly close: Effect.Effect<void>
}

/** Makes an engine that lives as long as its scope. */
export const makeEngine = Effect.fnUntraced(function* (options: EngineOptions) {
  const store = yield* Store
  const clock = yield* Clock.Clock
  const plugins = options.plugins ?? []
  for (const problem of checkPlugins(plugins)) return yield* new EngineError({ code: "ConfigurationInvalid", message: problem.message })
  const services = yield* Effect.context<never>()
  const context = Context.merge(services, yield* pluginServices(plugins))
  const settings = settingsOf(options)
  for (const message of problemsOf(settings)) return yield* new EngineError({ code: "ConfigurationInvalid", message })
  const runtime = makeRuntime(context, clock, settings.sweepInterval)
  const registry = new Registry(store.definitions, plugins)
  for (const model of options.models) {
    const registered = yield* registry.register(model, settings.development)
    yield* requireTransactions(store, registered)
    yield* keepStarts(store, registered, runtime.now())
  }
  yield* prepareStore(store, options.prepare)
  yield* registry.refresh()
  const offers = settings.client ? [] : registry.offers
  const since = runtime.now()
  const engine = yield* store.engines.register(since, termsOf(settings.leaseTime).lasts, offers)
  const core = new Core(store, registry, runtime, settings, { engine, offers, since })
  yield* store.wakes.listen((announcement) => core.hear(announcement))
  yield* Effect.addFinalizer(() => closeCore(core))
  core.begin()
  return guarded(shapeOf(core))
})

export class Engine extends Context.Service<Engine, EngineShape>()("@millrace/engine/Engine") {
  /** An engine with these models. What their handlers need of services is taken from the layer's own surroundings. */
  static readonly layer = (options: EngineOptions): Layer.Layer<Engine, EngineError | StoreError, Store> =>
    Layer.effect(Engine, makeEngine(options))
}

const pluginServices = (plugins: ReadonlyArray<Plugin>) =>
  Effect.gen(function* () {
    let services: Context.Context<never> = Context.empty()
    for (const { layer } of plugins)
      if (layer !== undefined) services = Context.merge(services, yield* Layer.build(layer as Layer.Layer<never>))
    return services
  })

const shapeOf = (core: Core): EngineShape => {
  const { store, registry } = core
  const queries = makeQueries(core)
  return {
    start: (id, input, options = {}) => {
      const registered = registry.find(id, options.version)
      if (registered !== undefined) return startInstance(core, core.keys, registered, input, options)
      const name = options.version === undefined ? id : `${id}@${options.version}`
      return Effect.fail(
        new EngineError({
          code: "ProcessNotFound",
          message: `No process '${name}' was given to this engine. It knows: ${registry.names()}.`,
          process: name,
        }),
      )
    },
    result: Effect.fnUntraced(function* (instance) {
      const id = typeof instance === "string" ? instance : instance.id
      const key = typeof instance === "string" ? (yield* rowOf(core, instance)).key : instance.key
      if (core.closed) return yield* engineClosed()
      const ending = yield* core.endings.of(key)
      if (ending.status === "completed") return JSON.parse(ending.result) as Json
      return yield* failedEnding(ending, id, (yield* rowOf(core, id)).process)
    }),
    cancel: Effect.fn("Engine.cancel")(function* (instance, reason = "cancelled") {
      yield* allow(checkText("The reason of a cancel", reason))
      const row = yield* rowOf(core, instance)
      yield* command(core, row, (now) => ({ type: "CancelInstance", reason, now }))
    }),
    begun: (instance) => begun(core, instance, looks.first),
    get: queries.get,
    why: queries.why,
    list: queries.list,
    history: queries.history,
    userTasks: makeUserTasks(core),
    incidents: makeIncidents(core),
    ...makeMessages(core),
    ...makeWaits(core),
    ...makeChanges(core),
    purge: makePurge(core),
    settled: settle(core),
    nextDue: Effect.gen(function* () {
      const times = [
        yield* store.timers.nextDue(core.offers),
        yield* store.jobs.nextDue([], core.offers),
        core.runner.nextDeadline(),
        yield* store.schedules.nextDue(core.offers),
      ].filter((time) => time !== undefined)
      return times.length === 0 ? undefined : Math.min(...times)
    }),
    inMemory: Effect.sync(() => ({
      instances: core.instances.size,
      jobs: core.runner.size,
      places: core.runner.places.held,
      waiters: core.endings.size,
    })),
    close: closeCore(core),
  }
}

/** The same, refused to transactional steps: what they ask for would wait for them. */
const guarded = (shape: EngineShape): EngineShape => {
  const { userTasks, incidents } = shape
  return {
    ...shape,
    start: outsideTransactions(shape.start),
    result: outsideTransactions(shape.result),
    cancel: outsideTransactions(shape.cancel),
    begun: outsideTransactions(shape.begun),
    get: outsideTransactions(shape.get),
    why: outsideTransactions(shape.why),
    list: outsideTransactions(shape.list),
    history: outsideTransactions(shape.history),
    userTasks: {
      ...userTasks,
      list: outsideTransactions(userTasks.list),
      opened: outsideTransactions(userTasks.opened),
      get: outsideTransactions(userTasks.get),
      claim: outsideTransactions(userTasks.claim),
      unclaim: outsideTransactions(userTasks.unclaim),
      assign: outsideTransactions(userTasks.assign),
      setDue: outsideTransactions(userTasks.setDue),
      complete: outsideTransactions(userTasks.complete),
      completeAt: outsideTransactions(userTasks.completeAt),
    },
    incidents: { ...incidents, list: outsideTransactions(incidents.list), retry: outsideTransactions(incidents.retry) },
  }
}

/** Looks again and again, less often each time. */
const begun = (core: Core, instance: string, again: number): Effect.Effect<void, EngineError | StoreError> =>
  Effect.flatMap(core.store.instances.byId(instance), (row) => {
    if (row !== undefined) return Effect.void
    if (core.closed) return Effect.fail(engineClosed())
    return Effect.andThen(
      Effect.sleep(again),
      Effect.suspend(() => begun(core, instance, Math.min(looks.most, again * looks.factor))),
    )
  })

const failedEnding = (
  { status, result }: Ending,
  instance: string,
  process: string,
): Effect.Effect<never, ProcessFailed | ProcessCancelled> => {
  if (status === "cancelled") {
    const reason = JSON.parse(result) as string
    return Effect.fail(
      new ProcessCancelled({ message: `Instance ${instance} of ${process} was cancelled: ${reason}`, process, instance, reason }),
    )
  }
  const { code, message, value } = JSON.parse(result) as { readonly code: string; readonly message: string; readonly value: Json }
  return Effect.fail(
    new ProcessFailed({
      message: `Instance ${instance} of ${process} ended with the error ${message === code ? code : `${code}: ${message}`}`,
      process,
      instance,
      error: code,
      value,
    }),
  )
}
