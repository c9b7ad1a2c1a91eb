/**
 * An instance in memory: its state, and what was decided on it but is not durable yet.
 */
import type { AnyEvent, Command, JobDescription, Rejection, Scene, StoredValue, Value } from "@millrace/kernel"
import type { EngineError } from "../EngineError.ts"
import type { LoadedModel } from "../models/Registry.ts"
import type { IncidentRow, InstanceRow, InstanceRowStatus, JobRow, TimerRow, UserTaskChange, UserTaskRow } from "../store/Rows.ts"
import type { StoreError } from "../store/StoreError.ts"
import type { RowBuffer } from "./RowBuffer.ts"

/** What a submission is answered with, once everything it depends on is durable. */
export type Answer = "accepted" | Rejection | EngineError | StoreError

/** A command on its way to an instance. It is made when it is decided, and again after a lost race. */
export interface Submission {
  readonly command: (now: number, value: (text: string) => Value) => Command
  readonly reply: (answer: Answer) => void
  /** Of the engine itself: tried again until the store takes it, where a caller would be told. */
  readonly internal: boolean
}

/** A look at an instance, answered when what was seen is durable. */
export interface Inspection {
  readonly look: (hot: Hot) => void
  readonly failed: (error: EngineError | StoreError) => void
  /** What to do when what was seen has become durable. */
  readonly done: () => void
}

export type Letter = Submission | Inspection
export const isInspection = (letter: Letter): letter is Inspection => "look" in letter

/** How an instance ended. */
export interface Ending {
  readonly status: Exclude<InstanceRowStatus, "active" | "terminating">
  /** JSON text of the output, the error or the reason. */
  readonly result: string
}

export interface Hot {
  readonly key: number
  readonly id: string
  readonly model: LoadedModel
  readonly businessKey: string | null
  readonly row: InstanceRow
  state: unknown
  /** Of the last commit that was decided, durable or not. */
  seq: number
  /** The engine that does the direct jobs. */
  owner: number | null
  status: InstanceRowStatus
  readonly scene: Scene<AnyEvent>
  /** Where the scene puts events and large values while it decides. */
  events: Array<AnyEvent>
  newValues: Array<StoredValue>
  nextValue: number
  /** Open jobs without a row, and with one. */
  readonly directJobs: Set<number>
  readonly rowJobs: Set<number>
  /** What is decided and not yet handed to the store. */
  pending: PendingCommit | undefined
  /** What the store is writing. */
  flushing: PendingCommit | undefined
  /** Letters that wait for `Continue`. */
  mailbox: Array<Letter>
  /** More is to be done before anything else. */
  continuing: boolean
  /** Characters of log since the snapshot, and of the snapshot: when to take the next one. */
  tailLength: number
  snapshotLength: number
}

/** A job to hand out when its commit is durable. */
export interface Dispatch {
  readonly job: number
  readonly description: JobDescription
}

/** What one commit of one instance writes, and what follows from it. */
export interface PendingCommit {
  readonly hot: Hot
  readonly expected: number
  readonly seq: number
  readonly at: number
  readonly events: Array<AnyEvent>
  readonly values: Array<StoredValue>
  readonly answers: Array<{ readonly letter: Letter; readonly answer: Answer }>
  /** The new instance, when this is its first commit. */
  readonly start: InstanceRow | undefined
  readonly dispatches: Map<number, Dispatch>
  readonly cancelled: Array<number>
  readonly jobs: RowBuffer<JobRow>
  readonly timers: RowBuffer<TimerRow>
  readonly userTasks: RowBuffer<UserTaskRow>
  readonly userTaskChanges: Map<number, UserTaskChange>
  readonly incidents: RowBuffer<IncidentRow>
  ending: Ending | undefined
}
