/**
 * An instance in memory: its state, and what was decided on it but is not durable yet.
 */
import type { AnyEvent, Command, Rejection, Scene, StoredValue, Value } from "@millrace/kernel"
import type { FewMap } from "../collections/FewMap.ts"
import type { EngineError } from "../EngineError.ts"
import type { Caller } from "../mail/Caller.ts"
import type { LoadedModel } from "../models/Registry.ts"
import type { InstanceRow, InstanceRowStatus } from "../store/Rows.ts"
import type { StoreError } from "../store/StoreError.ts"
import type { PendingCommit } from "./PendingCommit.ts"
import type { ValuePool } from "./ValuePool.ts"

/** What a submission is answered with, once everything it depends on is durable. */
export type Answer = "accepted" | Rejection | EngineError | StoreError

/** A command on its way to an instance. It is made when it is decided, and again after a lost race. */
export interface Submission {
  readonly command: (now: number, value: (text: string) => Value) => Command
  readonly reply: (answer: Answer) => void
  /** Of the engine itself: tried again until the store takes it, where a caller would be told. */
  readonly internal: boolean
  /** What to say instead where the store takes everything but this, and why. */
  readonly unstorable?: (reason: string) => Submission["command"]
  /** How often the store refused it by itself. */
  readonly refusals?: number
  readonly taking?: Taking
}

/** The delivery that brought a command: it is taken in the commit that follows from it. */
export interface Taking {
  readonly delivery: number
  /** The commit that was decided last takes it. */
  taken: boolean
  /** Somebody else took it, or took it away. */
  readonly gone: () => void
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

/** The row of a job waits for its time or a place, or an engine has taken it. */
export type RowJob = "free" | "taken"

export interface Hot {
  readonly key: number
  readonly id: string
  readonly model: LoadedModel
  readonly businessKey: string | null
  /** As it was loaded, or as it ended. */
  row: InstanceRow
  /** Undefined where nobody called it, or who did is gone. */
  readonly caller: Caller | undefined
  state: unknown
  /** Of the last commit that was decided, durable or not. */
  seq: number
  /** The store was seen to stand at this commit while something was under way here. */
  seenAt: number
  /** The engine that does the direct jobs. */
  owner: number | null
  status: InstanceRowStatus
  readonly scene: Scene<AnyEvent>
  /** Where the scene puts events and large values while it decides. */
  events: Array<AnyEvent>
  newValues: Array<StoredValue>
  /** Large values that need not be written again. */
  readonly values: ValuePool
  nextValue: number
  /** Open jobs without a row, and with one. */
  readonly directJobs: FewMap<true>
  readonly rowJobs: FewMap<RowJob>
  /** What is decided and not yet handed to the store. */
  pending: PendingCommit | undefined
  /** What the store is writing. */
  flushing: PendingCommit | undefined
  /** Letters that wait for `Continue`. */
  mailbox: Array<Letter>
  /** More is to be done before anything else, by code that is not in this engine. */
  left: boolean
  /** More is to be done before anything else. */
  continuing: boolean
  /** Transactions under way that need it in memory. */
  kept: number
  /** Characters of log since the snapshot, and of the snapshot: when to take the next one. */
  tailLength: number
  snapshotLength: number
}

/** Whether all that was decided on it stands in the store, and nothing waits to be. */
const isDurable = (hot: Hot): boolean =>
  hot.pending === undefined && hot.flushing === undefined && !hot.continuing && hot.mailbox.length === 0

/** Whether nothing is under way on it. */
export const isQuiet = (hot: Hot): boolean => isDurable(hot) && hot.kept === 0

export const answerLetter = (letter: Letter, answer: Answer): void => {
  if (isInspection(letter)) letter.done()
  else letter.reply(answer)
}
