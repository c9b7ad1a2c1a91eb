/**
 * Rejections: what a decider answers to a command that it does not accept. They are values, never thrown.
 */

/** Why a command was not accepted. The state is as it was. */
export type RejectionCode =
  /** The instance has ended: nothing can be done with it any more. */
  | "InstanceEnded"
  /** No such job is open: it was completed, cancelled or replaced by a later attempt or delivery. */
  | "JobNotFound"
  /** No such timer is set: it has fired or was cancelled. */
  | "TimerNotFound"
  /** No such user task is open: it was completed or cancelled. */
  | "UserTaskNotFound"
  /** The user task is claimed by somebody else, or not claimed at all where it has to be. */
  | "UserTaskNotYours"
  /** Nobody waits for this message or signal any more. */
  | "SubscriptionNotFound"
  /** No such child is waited for: it has ended or was cancelled. */
  | "ChildNotFound"
  /** There is no such element that could begin, or take an item, at this moment. */
  | "ElementNotFound"
  /** There is no such way to begin an instance of this definition. */
  | "StartNotFound"
  /** No such incident is open: it was resolved, or what it concerned is gone. */
  | "IncidentNotFound"
  /** The instance has been started before. */
  | "AlreadyStarted"

export interface Rejection {
  readonly _tag: "Rejection"
  readonly code: RejectionCode
  /** Names the element concerned and says what to do next. */
  readonly message: string
}

export const reject = (code: RejectionCode, message: string): Rejection => ({ _tag: "Rejection", code, message })
