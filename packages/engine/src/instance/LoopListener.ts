/**
 * What the instance loop tells the rest of the engine, after a commit is durable.
 */
import type { CommitListener } from "../commit/GroupCommit.ts"
import type { EngineError } from "../EngineError.ts"
import type { CommitMail } from "../mail/CommitMail.ts"
import type { Surroundings } from "./carryOut.ts"
import type { Hot } from "./Hot.ts"
import type { Ending, PendingCommit } from "./PendingCommit.ts"

export interface LoopListener extends Surroundings {
  /** Hand these jobs to their handlers, and stop the cancelled ones. */
  readonly jobs: (commit: PendingCommit) => void
  /** What it sends and awaits is to be seen to. */
  readonly mail: (mail: CommitMail) => void
  /** The commit did not happen: places kept for its jobs are free again. */
  readonly dropped: (commit: PendingCommit) => void
  /** New rows are due at this time. */
  readonly wakeAt: (time: number) => void
  readonly ended: (hot: Hot, ending: Ending) => void
  readonly announcement: CommitListener["announcement"]
  /** The instance can be neither loaded nor decided on. */
  readonly broken: (key: number, error: EngineError) => void
}
