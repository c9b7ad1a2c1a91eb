/**
 * Commands: what the engine brings to a decider. Time arrives in the command, so that deciding needs no clock.
 */
import type { ErrorValue, Fault } from "./Failure.ts"
import type { Value } from "./Value.ts"

interface At {
  /** Milliseconds since the epoch. */
  readonly now: number
}

export interface StartInstance extends At {
  readonly type: "StartInstance"
  readonly input: Value
  /** The element to begin with, where that is not what the instance usually begins with, and what it caught. */
  readonly start?: string
  readonly payload?: Value
  /** Another instance started it and waits for its end. */
  readonly called?: true
}
/** Everything that waits is void from now on; compensation and clearing follow. */
export interface CancelInstance extends At {
  readonly type: "CancelInstance"
  readonly reason: string
}
/** The handler of (job, attempt, delivery) returned. A superseded delivery is rejected. */
export interface CompleteJob extends At {
  readonly type: "CompleteJob"
  readonly job: number
  readonly attempt: number
  readonly delivery: number
  readonly result: Value
}
/** The handler of (job, attempt, delivery) failed: with a typed error, or with a fault. */
export interface FailJob extends At {
  readonly type: "FailJob"
  readonly job: number
  readonly attempt: number
  readonly delivery: number
  readonly failure: { readonly error: ErrorValue } | { readonly fault: Fault }
}
/** The engine that ran (job, attempt, delivery) is gone: hand it out again, or give up after too many deliveries. */
export interface RedeliverJob extends At {
  readonly type: "RedeliverJob"
  readonly job: number
  readonly attempt: number
  readonly delivery: number
}
/** The handler of (job, attempt, delivery) is alive and got so far. A superseded delivery is rejected. */
export interface ReportJobProgress extends At {
  readonly type: "ReportJobProgress"
  readonly job: number
  readonly attempt: number
  readonly delivery: number
  readonly progress: Value
}
export interface TriggerTimer extends At {
  readonly type: "TriggerTimer"
  readonly timer: number
}
/** Gives the task to `user`, if nobody else has it. */
export interface ClaimUserTask extends At {
  readonly type: "ClaimUserTask"
  readonly task: number
  readonly user: string
}
/** Gives the task back; `user` has to have it. */
export interface UnclaimUserTask extends At {
  readonly type: "UnclaimUserTask"
  readonly task: number
  readonly user: string
}
/** Gives the task to somebody, whoever had it; no `assignee` gives it back to the candidates. */
export interface AssignUserTask extends At {
  readonly type: "AssignUserTask"
  readonly task: number
  readonly assignee?: string
}
export interface ChangeUserTaskDue extends At {
  readonly type: "ChangeUserTaskDue"
  readonly task: number
  readonly due?: number
}
/** `form` has been validated by the engine. A task that is assigned can be completed by its assignee only. */
export interface CompleteUserTask extends At {
  readonly type: "CompleteUserTask"
  readonly task: number
  readonly form: Value
  readonly by: string
}
/** A message or a signal that a subscription waits for. */
export interface ReceiveMessage extends At {
  readonly type: "ReceiveMessage"
  readonly subscription: number
  /** The id of the message or signal. */
  readonly message: string
  readonly payload: Value
}
export interface CompleteChild extends At {
  readonly type: "CompleteChild"
  readonly child: number
  readonly output: Value
}
/** The child ended with a typed error; or it could not be started or was cancelled from outside. */
export interface FailChild extends At {
  readonly type: "FailChild"
  readonly child: number
  readonly failure: { readonly error: ErrorValue } | { readonly fault: Fault }
}
/** The child tells something and goes on. */
export interface ReceiveEscalation extends At {
  readonly type: "ReceiveEscalation"
  readonly child: number
  readonly code: string
  readonly payload: Value
}
/** Compensates what is complete in an instance that was called and has ended. */
export interface CompensateInstance extends At {
  readonly type: "CompensateInstance"
}
/** The child has compensated what was complete in it. */
export interface CompleteChildCompensation extends At {
  readonly type: "CompleteChildCompensation"
  readonly child: number
}
/** Gives variables of the outermost scope other values, from outside. */
export interface SetVariables extends At {
  readonly type: "SetVariables"
  readonly variables: ReadonlyArray<readonly [name: string, value: Value]>
}
/** Begins an element of an ad-hoc scope. */
export interface ActivateElement extends At {
  readonly type: "ActivateElement"
  readonly element: string
}
/** Ends an ad-hoc scope by hand, as its completion condition would. */
export interface FinishAdHoc extends At {
  readonly type: "FinishAdHoc"
  readonly element: string
}
/** Gives a running multi-instance activity one more item. */
export interface AddItem extends At {
  readonly type: "AddItem"
  readonly activity: string
  readonly item: Value
}
/** Tries again what an incident stopped. */
export interface ResolveIncident extends At {
  readonly type: "ResolveIncident"
  readonly incident: number
}
/** Goes on after `ContinueRequested`. */
export interface Continue extends At {
  readonly type: "Continue"
}

export type Command =
  | StartInstance
  | CancelInstance
  | CompleteJob
  | FailJob
  | RedeliverJob
  | ReportJobProgress
  | TriggerTimer
  | ClaimUserTask
  | UnclaimUserTask
  | AssignUserTask
  | ChangeUserTaskDue
  | CompleteUserTask
  | ReceiveMessage
  | CompleteChild
  | FailChild
  | ReceiveEscalation
  | CompensateInstance
  | CompleteChildCompensation
  | SetVariables
  | ActivateElement
  | FinishAdHoc
  | AddItem
  | ResolveIncident
  | Continue
