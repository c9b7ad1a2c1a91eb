/**
 * The decider contract: three pure functions, and the views the engine needs to carry out what was decided.
 * The process (BPMN) is one decider, the case (CMMN) another; a plugin can bring a third.
 *
 * Laws, tested by property: folding the log gives the state; deciding a command twice changes nothing the second
 * time; `decide` never throws; every wait has a waker.
 */
import type { Bindings, ExpressionLanguage } from "./Bindings.ts"
import type { Command } from "./Command.ts"
import type { Definition } from "./Definition.ts"
import type { WorldEvent } from "./Event.ts"
import type { ErrorValue } from "./Failure.ts"
import type { Json, JsonObject } from "./Json.ts"
import type { Rejection } from "./Rejection.ts"
import type { RetryPolicy } from "./RetryPolicy.ts"
import type { Unstorable } from "./Unstorable.ts"
import type { Value } from "./Value.ts"

/** Any event: the engine looks at the type only, and knows those of the `WorldEvent`s. */
export interface AnyEvent {
  readonly type: string
}

/** What deciding may use of its surroundings. */
export interface Scene<Event extends AnyEvent> {
  /** The user's id of the instance: for messages and as a seed. */
  readonly instance: string
  /** Adds the event to the commit and evolves the state by it. Nothing may be rejected afterwards. */
  readonly emit: (event: Event | WorldEvent) => void
  /** Turns what user code returned into a value that state may hold. */
  readonly value: (raw: unknown) => Value | Unstorable
}

export interface CompileOptions {
  readonly bindings: Bindings
  readonly languages: ReadonlyArray<ExpressionLanguage>
  /** Elements that plugins bring for this kind of decider, checked by the decider. */
  readonly elements: ReadonlyArray<unknown>
}

/** Where a definition is not sound. */
export interface Diagnostic {
  readonly code: string
  readonly severity: "error" | "warning"
  readonly element?: string
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
}

/** How the engine runs a job; asked for when the job is handed out. */
export interface JobDescription {
  /** The element's path, as users know it. */
  readonly element: string
  /** The name in `Bindings.handlers`. */
  readonly handler: string
  readonly vars: JsonObject
  readonly attempt: number
  readonly delivery: number
  /** Names the work within the instance, the same for all its attempts, deliveries and jobs; the job's id where it is left out. */
  readonly work?: number | undefined
  /** Milliseconds, 0 for ever; none means the engine's default. */
  readonly timeout?: number | undefined
  /** Milliseconds without a heartbeat after which the attempt has failed; none means that none are awaited. */
  readonly heartbeat?: number | undefined
  /** What an earlier attempt reported last. */
  readonly progress?: Value | undefined
  /** The handler's work joins the commit that records its result. */
  readonly transactional?: boolean | undefined
  /** Names of variables whose values must not appear in logs, traces or error texts. */
  readonly redacted?: ReadonlyArray<string> | undefined
  /** Its result becomes such a variable. */
  readonly redactsResult?: boolean | undefined
  /** At most so many jobs of this handler at once, per engine. */
  readonly concurrency?: number | undefined
  readonly retry: RetryPolicy
}

/** How lists show a user task. */
export interface UserTaskDescription {
  readonly element: string
  readonly name: string
  /** The name in `Bindings.codecs` that checks the form. */
  readonly form?: string
  readonly assignee?: string
  /** Milliseconds since the epoch. */
  readonly due?: number
  readonly vars: JsonObject
  /** Names of variables whose values must not appear in logs, traces or error texts. */
  readonly redacted?: ReadonlyArray<string> | undefined
  /** What it is completed with is an object, or nothing: it becomes the fields of a variable. */
  readonly takesFields?: boolean | undefined
  /** Its form becomes such a variable. */
  readonly redactsForm?: boolean | undefined
}

/** How lists show a subscription. */
export interface SubscriptionDescription {
  readonly element: string
}

/** How lists show a child, and how it is started. */
export interface ChildDescription {
  readonly element: string
}

/** A way by which instances of a definition begin without anybody starting them. */
export type StartTrigger = {
  /** The element that they begin with, or one of several triggers that it waits for all of: what `StartInstance.start` names. */
  readonly element: string
  /** Starts with the same text belong together: the instance that one of them begins waits for what the others begin with. */
  readonly together?: string
  /** That instance also waits for what it began with once more. */
  readonly again?: true
} & (
  | { readonly kind: "message" | "signal"; readonly name: string }
  /**
   * Which firings are due at `now`, when so many have been before, the last one at `last`; and when the next is. Before the
   * first one, `last` is when the definition came into the store: times are counted from then.
   */
  | { readonly kind: "timer"; readonly step: (fired: number, last: number | undefined, now: number) => ScheduleStep }
)

export interface ScheduleStep {
  /** When each was to be, in milliseconds since the epoch. */
  readonly fire: ReadonlyArray<number>
  /** Undefined when there is none any more. */
  readonly next: number | undefined
  /** Why its times are not known: they are asked for again. */
  readonly problem?: string
}

/** One place where an instance stands, and what it waits for. */
export interface WaitingAt {
  readonly element: string
  readonly elementType: string
  /** `lock`: for its turn; `condition`: for variables to change; `activation`: for somebody to begin something in it. */
  readonly for: "job" | "timer" | "task" | "incident" | "message" | "signal" | "child" | "condition" | "lock" | "activation"
  /** The id of the job, timer, task, subscription, child or incident within the instance; of the element instance for the rest. */
  readonly id: number
  /** When it goes on by itself, in milliseconds since the epoch. */
  readonly due?: number
  /** In one sentence: what has to happen. */
  readonly reason: string
}

export type InstanceStatus = "active" | "terminating" | "completed" | "failed" | "cancelled"

export interface InstanceView {
  readonly status: InstanceStatus
  /** The variables of the outermost scope. */
  readonly vars: JsonObject
  readonly waiting: ReadonlyArray<WaitingAt>
  readonly output?: Json
  readonly error?: ErrorValue
}

export interface Decider<Compiled = unknown, State = unknown, Event extends AnyEvent = AnyEvent> {
  readonly kind: string
  /** The format of this decider's events and snapshots; raised together with an upcaster. */
  readonly format: number
  /** Brings an event of an older format up to date. */
  readonly upcastEvent: (event: AnyEvent, format: number) => AnyEvent
  /** Brings a snapshot of an older format up to date. */
  readonly upcastSnapshot: (snapshot: Json, format: number) => Json

  /** Checks a definition, bound or not. */
  readonly validate: (definition: Definition<unknown>, options: CompileOptions) => ReadonlyArray<Diagnostic>
  /** What changed from one graph to another, in sentences. */
  readonly explainDifference?: (before: unknown, after: unknown) => ReadonlyArray<string>
  /** Prepares a definition for deciding. Code that is not bound is reported when it is needed, as a fault. */
  readonly compile: (definition: Definition<unknown>, options: CompileOptions) => Compiled

  readonly initial: (compiled: Compiled) => State
  readonly decide: (compiled: Compiled, state: State, command: Command, scene: Scene<Event>) => Rejection | undefined
  /** May change the state in place: the engine owns it and can load it again. */
  readonly evolve: (compiled: Compiled, state: State, event: Event | WorldEvent) => void

  /** The state as JSON; large values stay `StoredValue`s and become references when stringified. */
  readonly snapshot: (state: State) => unknown
  readonly restore: (compiled: Compiled, snapshot: unknown) => State

  readonly status: (state: State) => InstanceStatus
  /** The waits that are open now: every row of the indexes belongs to one of these. */
  readonly open: (state: State) => OpenWaits
  readonly describeJob: (compiled: Compiled, state: State, job: number) => JobDescription | undefined
  readonly describeUserTask: (compiled: Compiled, state: State, task: number) => UserTaskDescription | undefined
  readonly describeSubscription?: (compiled: Compiled, state: State, subscription: number) => SubscriptionDescription | undefined
  readonly describeChild?: (compiled: Compiled, state: State, child: number) => ChildDescription | undefined
  /** How instances begin without anybody starting them. */
  readonly starts?: (compiled: Compiled) => ReadonlyArray<StartTrigger>
  /** The path of an element instance, for incidents and messages. */
  readonly elementOf: (compiled: Compiled, state: State, owner: number) => string
  readonly view: (compiled: Compiled, state: State) => InstanceView
  /** Names of the redacted variables of the outermost scope: fields of the input among them. */
  readonly redactedNames?: (compiled: Compiled) => ReadonlyArray<string>
  /** The paths of the elements that open user tasks: nobody can wait for one at another path. Left out where there are others. */
  readonly userTasks?: (compiled: Compiled) => ReadonlyArray<string>
  /** The values of all redacted variables, to be kept out of what is said about the instance. */
  readonly redactedValues?: (compiled: Compiled, state: State) => ReadonlyArray<Json>
  /** The elements whose jobs are transactional: they need a store that has transactions. */
  readonly transactionalJobs?: (compiled: Compiled) => ReadonlyArray<{ readonly element: string; readonly handler: string }>
  /** What must hold of every state and does not, in sentences: for tests, which look after each commit. */
  readonly violations?: (compiled: Compiled, state: State) => ReadonlyArray<string>
}

export interface OpenWaits {
  readonly jobs: Iterable<number>
  readonly timers: Iterable<number>
  readonly userTasks: Iterable<number>
  readonly incidents: Iterable<number>
  readonly subscriptions?: Iterable<number>
  readonly children?: Iterable<number>
}
