/**
 * What a decider can ask of the world, as events: a small closed vocabulary shared by all deciders. The engine
 * keeps an index for each kind of wait and carries out what an event asks after the event is committed.
 *
 * Names and shapes are the storage format: change one only together with an upcaster.
 */
import type { ErrorValue, Fault } from "./Failure.ts"
import type { Value } from "./Value.ts"

/** The instance began. Always the first event. */
export interface InstanceStarted {
  readonly type: "InstanceStarted"
  readonly input: Value
  /** Milliseconds since the epoch. */
  readonly at: number
  /** What it begins with, where that is not what it usually begins with; and what that caught. */
  readonly start?: string
  readonly payload?: Value
  /** Another instance started it and waits for its end. */
  readonly called?: true
}
/** The instance reached its end and gave its output. */
export interface InstanceCompleted {
  readonly type: "InstanceCompleted"
  readonly output: Value
}
/** A typed error left the instance. */
export interface InstanceFailed {
  readonly type: "InstanceFailed"
  readonly error: ErrorValue
}
/** The instance was cancelled, and everything in it has ended. */
export interface InstanceCancelled {
  readonly type: "InstanceCancelled"
  readonly reason: string
}

/** Run the handler of this job; `attempt` counts from 1. */
export interface JobCreated {
  readonly type: "JobCreated"
  readonly job: number
  /** The element instance the job works for. */
  readonly owner: number
}
export interface JobCompleted {
  readonly type: "JobCompleted"
  readonly job: number
  readonly result: Value
}
/** An attempt failed and the next one, `attempt`, is due at `due` (milliseconds since the epoch). */
export interface JobRetryScheduled {
  readonly type: "JobRetryScheduled"
  readonly job: number
  readonly attempt: number
  readonly due: number
  readonly fault: Fault
}
/** The job ended with a typed error, or failed for good: an incident follows in that case. */
export interface JobFailed {
  readonly type: "JobFailed"
  readonly job: number
  readonly error?: ErrorValue
  readonly fault?: Fault
}
/** The attempt is handed out again because the engine that ran it is gone. */
export interface JobRedelivered {
  readonly type: "JobRedelivered"
  readonly job: number
  readonly delivery: number
}
/** The handler reported how far it is: the next attempt sees it. */
export interface JobProgressed {
  readonly type: "JobProgressed"
  readonly job: number
  readonly progress: Value
}
/** Nobody waits for the job any more: its handler is told to stop, its result is refused. */
export interface JobCancelled {
  readonly type: "JobCancelled"
  readonly job: number
}

/** Wake the instance at `due` (milliseconds since the epoch; any date). */
export interface TimerScheduled {
  readonly type: "TimerScheduled"
  readonly timer: number
  readonly owner: number
  readonly due: number
}
export interface TimerFired {
  readonly type: "TimerFired"
  readonly timer: number
}
export interface TimerCancelled {
  readonly type: "TimerCancelled"
  readonly timer: number
}

/** A person has something to do. */
export interface UserTaskCreated {
  readonly type: "UserTaskCreated"
  readonly task: number
  readonly owner: number
  readonly assignee?: string
  /** Groups whose members may claim the task. */
  readonly groups?: ReadonlyArray<string>
  /** People who must not do it (four eyes). */
  readonly excluded?: ReadonlyArray<string>
  /** Milliseconds since the epoch; for lists and reminders, nothing fires by itself. */
  readonly due?: number
  readonly at: number
}
/** The task changed hands; no `assignee` means that nobody has it. */
export interface UserTaskAssigned {
  readonly type: "UserTaskAssigned"
  readonly task: number
  readonly assignee?: string
}
/** The task's due date changed; no `due` means that it has none. */
export interface UserTaskDueChanged {
  readonly type: "UserTaskDueChanged"
  readonly task: number
  readonly due?: number
}
export interface UserTaskCompleted {
  readonly type: "UserTaskCompleted"
  readonly task: number
  readonly form: Value
  readonly by: string
}
export interface UserTaskCancelled {
  readonly type: "UserTaskCancelled"
  readonly task: number
}

/** A message or a signal is waited for: a message by its name and `key`, a signal by its name. */
export interface SubscriptionOpened {
  readonly type: "SubscriptionOpened"
  readonly subscription: number
  readonly owner: number
  readonly kind: "message" | "signal"
  readonly name: string
  /** Left out: only messages without a key are waited for. */
  readonly key?: string
  /** It goes on waiting after each receipt. */
  readonly stays?: true
  readonly at: number
}
/** Nobody waits any more. */
export interface SubscriptionClosed {
  readonly type: "SubscriptionClosed"
  readonly subscription: number
}
/** A message or a signal arrived: the subscription is closed, unless it stays. */
export interface MessageReceived {
  readonly type: "MessageReceived"
  readonly subscription: number
  /** The id of the message or signal. */
  readonly message: string
  readonly payload: Value
}
/** Send a message: to one waiter, or to be kept for `ttl` milliseconds (the engine's default where it is left out) until there is one. */
export interface MessageSent {
  readonly type: "MessageSent"
  /** Unique in the instance. */
  readonly message: number
  readonly name: string
  readonly key?: string
  readonly payload: Value
  readonly ttl?: number
}
/** Send a signal: to everybody who waits for it at this moment. */
export interface SignalSent {
  readonly type: "SignalSent"
  /** Unique in the instance. */
  readonly signal: number
  readonly name: string
  readonly payload: Value
}

/** Start another instance, which this one waits for. */
export interface ChildStarted {
  readonly type: "ChildStarted"
  readonly child: number
  readonly owner: number
  /** The id of its definition, and which version: the highest that the engine knows where it is left out. */
  readonly process: string
  readonly version?: number
  readonly businessKey?: string
  readonly input: Value
}
export interface ChildCompleted {
  readonly type: "ChildCompleted"
  readonly child: number
  readonly output: Value
}
/** A typed error left the child; or it could not be started or was cancelled from outside: an incident follows in that case. */
export interface ChildFailed {
  readonly type: "ChildFailed"
  readonly child: number
  readonly error?: ErrorValue
  readonly fault?: Fault
}
/** Nobody waits for the child any more: it is cancelled. */
export interface ChildCancelled {
  readonly type: "ChildCancelled"
  readonly child: number
}
/** The child tells its caller something, and goes on. */
export interface EscalationReceived {
  readonly type: "EscalationReceived"
  readonly child: number
  readonly code: string
  readonly payload: Value
}
/** Tell the caller something that nothing here caught. */
export interface EscalationSent {
  readonly type: "EscalationSent"
  readonly code: string
  readonly payload: Value
}
/** Compensate a child that completed earlier; `owner` waits for that. */
export interface ChildCompensationStarted {
  readonly type: "ChildCompensationStarted"
  readonly child: number
  readonly owner: number
}
export interface ChildCompensated {
  readonly type: "ChildCompensated"
  readonly child: number
}
/** The caller asked for what is complete here to be compensated: that begins, and is done. The instance has ended before. */
export interface InstanceCompensationStarted {
  readonly type: "InstanceCompensationStarted"
}
export interface InstanceCompensated {
  readonly type: "InstanceCompensated"
}

/** An element cannot go on until somebody mends the cause and retries. */
export interface IncidentRaised {
  readonly type: "IncidentRaised"
  readonly incident: number
  readonly owner: number
  readonly fault: Fault
  readonly at: number
}
export interface IncidentResolved {
  readonly type: "IncidentResolved"
  readonly incident: number
}

/** There is more to do than fits one commit: the engine sends `Continue` before any other command. */
export interface ContinueRequested {
  readonly type: "ContinueRequested"
}

/** The vocabulary that the engine understands. A decider's own events stand beside these. */
export type WorldEvent =
  | InstanceStarted
  | InstanceCompleted
  | InstanceFailed
  | InstanceCancelled
  | JobCreated
  | JobCompleted
  | JobRetryScheduled
  | JobFailed
  | JobRedelivered
  | JobProgressed
  | JobCancelled
  | TimerScheduled
  | TimerFired
  | TimerCancelled
  | UserTaskCreated
  | UserTaskAssigned
  | UserTaskDueChanged
  | UserTaskCompleted
  | UserTaskCancelled
  | SubscriptionOpened
  | SubscriptionClosed
  | MessageReceived
  | MessageSent
  | SignalSent
  | ChildStarted
  | ChildCompleted
  | ChildFailed
  | ChildCancelled
  | EscalationReceived
  | EscalationSent
  | ChildCompensationStarted
  | ChildCompensated
  | InstanceCompensationStarted
  | InstanceCompensated
  | IncidentRaised
  | IncidentResolved
  | ContinueRequested
