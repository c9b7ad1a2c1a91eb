/**
 * Group commit: what was decided on all instances during one turn of the event loop is written in one transaction.
 * One batch is under way at a time; what is decided meanwhile is the next one.
 */
import { Cause, Effect, Exit } from "effect"
import type { Hot } from "../instance/Hot.ts"
import type { PendingCommit } from "../instance/PendingCommit.ts"
import { messageOf } from "../messageOf.ts"
import type { Runtime } from "../Runtime.ts"
import type { CommitBatch, CommitOutcome, LogPort } from "../store/Store.ts"
import { StoreError } from "../store/StoreError.ts"
import { type EncodedCommit, encodeBatch, encodeCommit } from "./encodeBatch.ts"

/** Told of each commit what became of it. */
export interface CommitListener {
  readonly committed: (commit: PendingCommit) => void
  /** Another engine was faster: the state in memory is old. */
  readonly lost: (commit: PendingCommit) => void
  /** An instance of this id or business key exists. */
  readonly duplicate: (commit: PendingCommit) => void
  /** Nothing of it was written. */
  readonly failed: (commit: PendingCommit, error: StoreError) => void
}

/** Milliseconds until a store is asked again that could not say what became of a commit. */
const readAgainAfter = 1000

export class GroupCommit {
  readonly #log: LogPort
  readonly #runtime: Runtime
  readonly #listener: CommitListener
  /** Makes ids of batches unique among engines and their lives. */
  readonly #prefix: string
  #batches = 0
  #group: Array<Hot> = []
  #scheduled = false
  #writing = false

  constructor(log: LogPort, runtime: Runtime, prefix: string, listener: CommitListener) {
    this.#log = log
    this.#runtime = runtime
    this.#prefix = prefix
    this.#listener = listener
  }

  /** The instance has something to commit: `hot.pending` is new. */
  add(hot: Hot): void {
    this.#group.push(hot)
    this.#schedule()
  }

  /** Whether anything is on its way to the store. */
  get busy(): boolean {
    return this.#writing || this.#group.length > 0
  }

  #schedule(): void {
    if (this.#scheduled || this.#writing || this.#group.length === 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    const group = this.#group
    this.#group = []
    // Rows in key order: batches of several engines cannot lock each other out.
    group.sort((a, b) => a.key - b.key)
    const commits: Array<EncodedCommit> = []
    const unwritable: Array<{ readonly commit: PendingCommit; readonly error: StoreError }> = []
    for (const hot of group) {
      const commit = hot.pending
      if (commit === undefined) continue
      hot.flushing = commit
      hot.pending = undefined
      try {
        commits.push(encodeCommit(commit))
      } catch (cause) {
        unwritable.push({ commit, error: storeErrorOf(Cause.die(cause)) })
      }
    }
    if (commits.length > 0) this.#writing = true
    for (const { commit, error } of unwritable) this.#listener.failed(commit, error)
    if (commits.length === 0) return
    this.#send(commits, () => {
      this.#writing = false
      this.#schedule()
    })
  }

  #send(commits: ReadonlyArray<EncodedCommit>, then: () => void): void {
    this.#runtime.run(this.#write(commits), (exit) => {
      if (Exit.isFailure(exit) && commits.length > 1 && storeErrorOf(exit.cause).code === "StoreFailed") {
        // One of them may be what the store cannot take: halves of halves find it, and all others are written.
        const middle = commits.length >> 1
        this.#send(commits.slice(0, middle), () => this.#send(commits.slice(middle), then))
        return
      }
      this.#tell(commits, exit)
      then()
    })
  }

  #write(commits: ReadonlyArray<EncodedCommit>): Effect.Effect<CommitOutcome, StoreError> {
    return Effect.suspend(() => {
      const batch = encodeBatch(`${this.#prefix}/${++this.#batches}`, commits)
      return Effect.catchIf(
        this.#log.commit(batch),
        (error) => error.code === "StoreOutcomeUnknown",
        () => this.#readBack(batch),
      )
    })
  }

  /** Asks the log what became of a batch until the store answers: what was written must not be taken for failed. */
  #readBack(batch: CommitBatch): Effect.Effect<CommitOutcome, StoreError> {
    return Effect.matchEffect(this.#log.committed(batch.id, batch.log), {
      onFailure: () => Effect.flatMap(Effect.sleep(readAgainAfter), () => this.#readBack(batch)),
      onSuccess: (keys) => {
        if (keys.length === 0)
          return Effect.fail(
            new StoreError({ code: "StoreUnavailable", message: "The commit was not written: the connection broke first." }),
          )
        const written = new Set(keys)
        const absent = (rows: ReadonlyArray<{ readonly key: number }>) => rows.filter((row) => !written.has(row.key)).map((row) => row.key)
        return Effect.succeed({ lost: absent(batch.advances), duplicates: absent(batch.starts) })
      },
    })
  }

  #tell(commits: ReadonlyArray<EncodedCommit>, exit: Exit.Exit<CommitOutcome, StoreError>): void {
    if (Exit.isFailure(exit)) {
      const error = storeErrorOf(exit.cause)
      for (const { commit } of commits) this.#listener.failed(commit, error)
      return
    }
    const { lost, duplicates } = exit.value
    if (lost.length === 0 && duplicates.length === 0) {
      for (const { commit } of commits) this.#listener.committed(commit)
      return
    }
    const lostKeys = new Set(lost)
    const duplicateKeys = new Set(duplicates)
    for (const { commit } of commits) {
      if (lostKeys.has(commit.hot.key)) this.#listener.lost(commit)
      else if (duplicateKeys.has(commit.hot.key)) this.#listener.duplicate(commit)
      else this.#listener.committed(commit)
    }
  }
}

/** Whatever went wrong with the store, as a `StoreError`. */
export const storeErrorOf = (cause: Cause.Cause<StoreError>): StoreError => {
  const error = Cause.squash(cause)
  if (error instanceof StoreError) return error
  return new StoreError({
    code: "StoreFailed",
    message: `The store failed: ${messageOf(error)}`,
    cause: error,
  })
}
