/**
 * The engine for people who never heard of Effect: the same operations as Promises, typed by the processes.
 */
import type { AnyExecutable, Executable, FormOf, Json, MessageKey, MessageType, Plugin, SignalType, TaskPath } from "@millrace/kernel"
import { Effect, Layer, ManagedRuntime } from "effect"
import { checkName, isFields, optionsOf } from "../api/Argument.ts"
import type { Incident, IncidentFilter } from "../api/Incidents.ts"
import type { KeptMessage, MessageFilter, NamedPublishOptions, Published, PublishOptions } from "../api/Messages.ts"
import type { PurgeOptions } from "../api/Purge.ts"
import type { HistoryEntry, InstanceDetails, InstanceFilter, InstanceSummary } from "../api/Queries.ts"
import type { Started, StartOptions } from "../api/startInstance.ts"
import type { UserTask, UserTaskFilter } from "../api/UserTasks.ts"
import type { Child, ChildFilter, Subscription, SubscriptionFilter } from "../api/Waits.ts"
import { Engine, type EngineShape } from "../Engine.ts"
import { EngineError } from "../EngineError.ts"
import type { EngineOptions } from "../EngineOptions.ts"
import { encryptedStoreLayer } from "../store/encryption/encrypted.ts"
import type { ValueCodec } from "../store/encryption/ValueCodec.ts"
import type { Store } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"
import { located } from "./located.ts"
import { checkProcess, modelOf, problemWithOptions } from "./problemWithOptions.ts"

/** What the handlers of some processes need of services. */
export type ServicesOfAll<Ps extends ReadonlyArray<AnyExecutable>> = [Ps[number]] extends [never]
  ? never
  : Ps[number] extends Executable<string, never, unknown, unknown, infer R, unknown>
    ? R
    : never

/** `layer` is asked for where handlers need services, and only there. */
export type Provided<R> = [R] extends [never] ? { readonly layer?: Layer.Layer<never> } : { readonly layer: Layer.Layer<R, unknown> }

export interface OpenOptions<Ps extends ReadonlyArray<AnyExecutable>> extends Omit<EngineOptions, "models"> {
  /** The processes whose code this engine runs. */
  readonly processes: Ps
  /** Of the plugins that bring deciders, elements or expression languages. */
  readonly plugins?: ReadonlyArray<Plugin>
  /** Encrypts variables, results and whatever else instances know, at rest: `aesGcm({ keys, current })`, or a codec of your own. */
  readonly encryption?: ValueCodec
}

/** A page of a list. */
export interface Listed<T> {
  readonly items: ReadonlyArray<T>
  /** Give it as `after` for the next page; undefined on the last one. */
  readonly next: string | undefined
}

/** An instance, with the types of its process. */
export interface Handle<out Output> {
  readonly id: string
  /** Waits for the end and gives the output; rejects with `ProcessFailed` or `ProcessCancelled`. */
  readonly result: () => Promise<Output>
  /** Cancels it: what waits is void, what has to be compensated is. */
  readonly cancel: (reason?: string) => Promise<void>
  /** Where it stands and what it waits for, in sentences. */
  readonly why: () => Promise<ReadonlyArray<string>>
}

/** A running engine. Every method rejects with `EngineError` or `StoreError`, which have a `code`. */
export interface Millrace {
  /** Starts an instance; resolves when that is durable. Naming it makes the start idempotent. */
  readonly start: <I, O>(
    process: Executable<string, I, O, unknown, unknown, unknown>,
    input: NoInfer<I>,
    options?: StartOptions,
  ) => Promise<Handle<O>>
  /** The handle of an instance that was started before. */
  readonly handle: <O>(process: Executable<string, never, O, unknown, unknown, unknown>, instance: string) => Handle<O>
  /** The handle of the instance that a message with this id starts: its `result` waits for the instance to begin, too. */
  readonly startedBy: <O, P, K extends MessageKey>(
    process: Executable<string, never, O, unknown, unknown, unknown>,
    message: MessageType<P, K> | string,
    id: string,
  ) => Handle<O>
  /** Sends a message to the instance that waits for it, or keeps it for a while until one does; resolves when it is durable. */
  readonly publish: {
    <P, K extends MessageKey>(message: MessageType<P, K>, payload: NoInfer<P>, options?: PublishOptions): Promise<Published>
    (message: string, payload: unknown, options?: NamedPublishOptions): Promise<Published>
  }
  /** Gives a signal to everybody who waits for it at this moment; says to how many. */
  readonly broadcast: {
    <P>(signal: SignalType<P>, payload: NoInfer<P>): Promise<number>
    (signal: string, payload: unknown): Promise<number>
  }
  /**
   * Removes instances that ended before a moment, with their history and all that is kept of them, and says how many. Little by
   * little: nobody waits for it. `endedBefore: Date.now() - 30 * 24 * 60 * 60 * 1000` keeps those of the last thirty days.
   */
  readonly purge: (options: PurgeOptions) => Promise<number>
  /** Gives variables of an instance other values, as JSON; conditions that wait for that are looked at. */
  readonly setVariables: (instance: string, variables: Readonly<Record<string, unknown>>) => Promise<void>
  /** Begins a step of an ad-hoc sub-process, by its path. */
  readonly activate: (instance: string, path: string) => Promise<void>
  /** Ends an ad-hoc sub-process by hand, by its path, as its completion condition would. */
  readonly finishAdHoc: (instance: string, path: string) => Promise<void>
  /** Gives a multi-instance step that runs, by its path, one more item. */
  readonly addItem: (instance: string, path: string, item: unknown) => Promise<void>
  /** Completes the open user task of a step, with the form the step asks for. */
  readonly complete: <S, P extends TaskPath<S>>(
    instance: string,
    process: Executable<string, never, unknown, unknown, unknown, S>,
    path: P,
    form: FormOf<S, P>,
    options: { readonly by: string },
  ) => Promise<void>
  readonly cancel: (instance: string, reason?: string) => Promise<void>
  /** One instance: its variables, where it stands, what it gave. */
  readonly get: (instance: string) => Promise<InstanceDetails>
  /** Where the instance stands and what it waits for, in sentences. */
  readonly why: (instance: string) => Promise<ReadonlyArray<string>>
  readonly list: (filter?: InstanceFilter) => Promise<Listed<InstanceSummary>>
  readonly history: (
    instance: string,
    options?: { readonly after?: number; readonly limit?: number },
  ) => Promise<ReadonlyArray<HistoryEntry>>
  readonly userTasks: {
    readonly list: (filter?: UserTaskFilter) => Promise<Listed<UserTask>>
    /** Waits until a task of this step is open: `complete` right after `start` may come too early. */
    readonly opened: (instance: string, path: string) => Promise<UserTask>
    readonly get: (task: string) => Promise<UserTask & { readonly vars: Readonly<Record<string, Json>> }>
    readonly claim: (task: string, user: string) => Promise<void>
    readonly unclaim: (task: string, user: string) => Promise<void>
    readonly assign: (task: string, assignee?: string) => Promise<void>
    readonly setDue: (task: string, due?: Date) => Promise<void>
    /** Completes a task with form data as JSON. */
    readonly complete: (task: string, form: unknown, options: { readonly by: string }) => Promise<void>
  }
  readonly incidents: {
    readonly list: (filter?: IncidentFilter) => Promise<Listed<Incident>>
    readonly retry: (incident: string) => Promise<void>
  }
  readonly messages: {
    /** Messages that are kept, since nobody waits for them. */
    readonly list: (filter?: MessageFilter) => Promise<Listed<KeptMessage>>
  }
  readonly subscriptions: {
    /** Who waits for messages and signals. */
    readonly list: (filter?: SubscriptionFilter) => Promise<Listed<Subscription>>
  }
  readonly children: {
    /** Instances that others called and wait for. */
    readonly list: (filter?: ChildFilter) => Promise<Listed<Child>>
  }
  /** The same engine as an Effect service. */
  readonly engine: EngineShape
  /** Lets running handlers finish within the grace period and closes the store. A second call stops at once. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Opens an engine on a store. `layer` provides the services that handlers need. */
export const openOn = async <const Ps extends ReadonlyArray<AnyExecutable>>(
  store: Layer.Layer<Store, StoreError>,
  options: OpenOptions<Ps> & { readonly layer?: Layer.Layer<never, unknown> | Layer.Layer<ServicesOfAll<Ps>, unknown> },
): Promise<Millrace> => {
  const problem = problemWithOptions(store, options)
  if (problem !== undefined) throw problem
  const { processes, layer, encryption, ...rest } = options
  const models = processes.map(modelOf)
  const engineLayer = Engine.layer({ ...rest, models }).pipe(
    Layer.provide(encryption === undefined ? store : encryptedStoreLayer(store, encryption)),
  )
  const runtime = ManagedRuntime.make(layer === undefined ? engineLayer : Layer.provide(engineLayer, layer as Layer.Layer<never, unknown>))
  const engine = await located(runtime.runPromise(Engine))
  return millraceOf(engine, () => runtime.dispose())
}

/** The name of a message, which may be something else for those who have no types. */
const nameOf = (message: unknown): unknown =>
  isFields(message) && Reflect.get(message, "~kind") === "message" ? Reflect.get(message, "name") : undefined

/** What a call was given does not fit. */
const refuse = (problem: EngineError | undefined): void => {
  if (problem !== undefined) throw problem
}

const millraceOf = (engine: EngineShape, dispose: () => Promise<void>): Millrace => {
  const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> => located(Effect.runPromise(effect))
  // A store that answers at once would let a loop of looks starve the engine: what has to turn is the event loop.
  const look = async <A, E>(effect: Effect.Effect<A, E>): Promise<A> => {
    const seen = await run(effect)
    await new Promise((resolve) => setImmediate(resolve))
    return seen
  }
  const handleOf = <O>(started: string | Started, first: Effect.Effect<void, EngineError | StoreError> = Effect.void): Handle<O> => {
    const id = typeof started === "string" ? started : started.id
    return {
      id,
      result: () => run(Effect.andThen(first, engine.result(started))) as Promise<O>,
      cancel: (reason) => run(engine.cancel(id, reason)),
      why: () => look(engine.why(id)),
    }
  }
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    if (closing !== undefined) {
      await Effect.runPromise(engine.close)
      return closing
    }
    closing = Effect.runPromise(engine.close).then(dispose)
    return closing
  }
  return {
    start: async <O>(process: { readonly id: string; readonly version: number }, input: unknown, options: StartOptions = {}) => {
      refuse(checkProcess("start", process))
      const taken = optionsOf("start", options)
      if (taken instanceof EngineError) throw taken
      return handleOf<O>(await run(engine.start(process.id, input, { ...taken, version: process.version })))
    },
    handle: (process, instance) => {
      refuse(checkProcess("handle", process) ?? checkName("The id of an instance, the second argument of handle,", instance))
      return handleOf(instance)
    },
    startedBy: (process, message, id) => {
      const name: unknown = typeof message === "string" ? message : nameOf(message)
      refuse(
        checkProcess("startedBy", process) ??
          checkName("The message that an instance was started by", name) ??
          checkName("The id of the message that an instance was started by", id),
      )
      const instance = engine.startedBy(process.id, String(name), id)
      return handleOf(instance, engine.begun(instance))
    },
    // Named or not: the engine tells them apart.
    publish: (message: object | string, payload: unknown, options?: NamedPublishOptions) =>
      run(engine.publish(message as string, payload, options)),
    broadcast: (signal: object | string, payload: unknown) => run(engine.broadcast(signal as string, payload)),
    setVariables: (instance, variables) => run(engine.setVariables(instance, variables)),
    activate: (instance, path) => run(engine.activate(instance, path)),
    finishAdHoc: (instance, path) => run(engine.finishAdHoc(instance, path)),
    addItem: (instance, path, item) => run(engine.addItem(instance, path, item)),
    complete: async (instance, process, path, form, options) => {
      refuse(checkProcess("complete", process, "second"))
      return run(engine.userTasks.completeAt(instance, path, form, options))
    },
    cancel: (instance, reason) => run(engine.cancel(instance, reason)),
    purge: (options) => run(engine.purge(options)),
    get: (instance) => look(engine.get(instance)),
    why: (instance) => look(engine.why(instance)),
    list: (filter) => look(engine.list(filter)),
    history: (instance, options) => look(engine.history(instance, options)),
    userTasks: {
      list: (filter) => look(engine.userTasks.list(filter)),
      opened: (instance, path) => run(engine.userTasks.opened(instance, path)),
      get: (task) => look(engine.userTasks.get(task)),
      claim: (task, user) => run(engine.userTasks.claim(task, user)),
      unclaim: (task, user) => run(engine.userTasks.unclaim(task, user)),
      assign: (task, assignee) => run(engine.userTasks.assign(task, assignee)),
      setDue: (task, due) => run(engine.userTasks.setDue(task, due)),
      complete: (task, form, options) => run(engine.userTasks.complete(task, form, options)),
    },
    incidents: {
      list: (filter) => look(engine.incidents.list(filter)),
      retry: (incident) => run(engine.incidents.retry(incident)),
    },
    messages: { list: (filter) => look(engine.messages.list(filter)) },
    subscriptions: { list: (filter) => look(engine.subscriptions.list(filter)) },
    children: { list: (filter) => look(engine.children.list(filter)) },
    engine,
    close,
    [Symbol.asyncDispose]: close,
  }
}
