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
  | ResolveIncident
  | Continue
