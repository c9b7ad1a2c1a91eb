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
  | IncidentRaised
  | IncidentResolved
  | ContinueRequested
