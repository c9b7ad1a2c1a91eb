/**
 * Group commit: what was decided on all instances during one turn of the event loop is written in one transaction. As
 * many batches are under way at a time as the store can do with; what is decided meanwhile is the next one. An instance
 * is in one of them at most: what is decided on it meanwhile joins the next batch when its own is answered.
 *
 * Where several are under way at a time, they share what there is evenly. Measured on Postgres with 100 in flight: else
 * one batch has almost all, single commits overtake it again and again, each at the price of a batch, and whoever is in
 * the large one waits five times as long as the others.
 */
import { Cause, Effect, Exit } from "effect"
import type { Hot } from "../instance/Hot.ts"
import type { PendingCommit } from "../instance/PendingCommit.ts"
import { messageOf } from "../messageOf.ts"
import type { Runtime } from "../Runtime.ts"
import type { Announcement, CommitBatch, CommitOutcome, LogPort } from "../store/Store.ts"
import { StoreError } from "../store/StoreError.ts"
import { type EncodedCommit, encodeBatch, encodeCommit } from "./encodeBatch.ts"

/** Told of each commit what became of it. */
export interface CommitListener {
  readonly committed: (commit: PendingCommit) => void
  /** Another engine was faster: the state in memory is old. */
  readonly lost: (commit: PendingCommit) => void
  /** An instance of this id or business key exists. */
  readonly duplicate: (commit: PendingCommit) => void
  /** A delivery that it takes was taken before, or is not there any more. */
  readonly gone: (commit: PendingCommit) => void
  /** Nothing of it was written. */
  readonly failed: (commit: PendingCommit, error: StoreError) => void
  /** What other engines should hear of these commits. */
  readonly announcement: (commits: ReadonlyArray<EncodedCommit>) => Announcement | undefined
}

/** A commit that is written in a transaction of somebody else's. */
export interface DetachedCommit {
  readonly commit: PendingCommit
  readonly batch: CommitBatch
}

/** Milliseconds until a store is asked again that could not say what became of a commit. */
const readAgainAfter = 1000

/** A batch with fewer commits is not divided: the store does one of them for what two more commits cost. */
const worthDividing = 16

/** A batch has no more commits: measured on SQLite, five thousand in one stop everything else for 190 ms, and nothing is won by it. */
const mostAtOnce = 500

/** Milliseconds that few commits wait at most for a batch that is under way, or for others to join them. */
const longestWait = 5

export class GroupCommit {
  readonly #log: LogPort
  readonly #runtime: Runtime
  readonly #listener: CommitListener
  /** Makes ids of batches unique among engines and their lives. */
  readonly #prefix: string
  #batches = 0
  /** Instances with a pending commit none of which is under way. */
  #group: Array<Hot> = []
  #scheduled = false
  #inFlight = 0
  /** How many commits are in the batches under way. */
  #underWay = 0
  /** Stops the wait of commits that are few, where they wait. */
  #stopWait: (() => void) | undefined
  #waitedEnough = false
  /** Commits that others write. */
  #detached = 0
  /** Somebody has the store for themselves. */
  #held = false
  /** Who wants that next, in turn. */
  readonly #holders = new Set<() => void>()

  constructor(log: LogPort, runtime: Runtime, prefix: string, listener: CommitListener) {
    this.#log = log
    this.#runtime = runtime
    this.#prefix = prefix
    this.#listener = listener
  }

  /** The instance has something to commit: `hot.pending` is new. */
  add(hot: Hot): void {
    // Its turn comes when what is under way of it is answered.
    if (hot.flushing !== undefined) return
    this.#group.push(hot)
    this.#schedule()
  }

  /** Whether anything is on its way to the store. */
  get busy(): boolean {
    return this.#inFlight > 0 || this.#detached > 0 || this.#group.length > 0
  }

  /**
   * Waits until no batch is under way, and keeps all others back until the function that it gives is called: for a
   * transaction that has to have the store for itself. One after another, in the order in which they asked.
   */
  readonly hold: Effect.Effect<() => void> = Effect.callback((resume) => {
    let mine = false
    const release = () => {
      if (mine) this.#held = false
      mine = false
      this.#holders.delete(begin)
      this.#yield()
      this.#schedule()
    }
    const begin = () => {
      mine = true
      this.#held = true
      resume(Effect.succeed(release))
    }
    this.#holders.add(begin)
    this.#yield()
    return Effect.sync(release)
  })

  /** Takes what is pending on an instance out of its turn, for somebody's transaction; `attach` has to say what became of it. */
  detach(hot: Hot): DetachedCommit | undefined {
    const commit = hot.pending
    if (commit === undefined) return undefined
    this.#group = this.#group.filter((other) => other !== hot)
    hot.flushing = commit
    hot.pending = undefined
    try {
      const batch = this.#batch([encodeCommit(commit)])
      this.#detached++
      return { commit, batch }
    } catch (cause) {
      this.#listener.failed(commit, storeErrorOf(Cause.die(cause)))
      return undefined
    }
  }

  /** The transaction of a detached commit has ended: what was rolled back has to be decided again. */
  attach({ commit }: DetachedCommit, became: "committed" | "rolledBack"): void {
    this.#detached--
    if (became === "committed") this.#committed(commit)
    else this.#listener.lost(commit)
    this.#schedule()
  }

  /** What became of a batch whose COMMIT was not answered; fails where nothing of it was written. */
  readonly outcomeOf = (batch: CommitBatch): Effect.Effect<CommitOutcome, StoreError> => this.#readBack(batch)

  /** Gives the store to who waits for it next, once nothing is under way. */
  #yield(): void {
    if (this.#held || this.#inFlight > 0) return
    for (const begin of this.#holders) {
      this.#holders.delete(begin)
      begin()
      return
    }
  }

  get #mayFlush(): boolean {
    return this.#inFlight < this.#log.parallelism && !this.#held && this.#holders.size === 0
  }

  /** What each of the batches has that can be under way at a time, where they share evenly. */
  get #share(): number {
    return Math.ceil((this.#group.length + this.#underWay) / this.#log.parallelism)
  }

  #schedule(): void {
    if (this.#scheduled || this.#group.length === 0 || !this.#mayFlush) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      // Meanwhile somebody may have got the store for themselves.
      if (!this.#mayFlush) return
      if (this.#inFlight > 0 && !this.#waitedEnough && this.#group.length * 2 < this.#share) this.#wait()
      else this.#flush()
    })
  }

  /** Too few for a batch of their own: what is under way ends soon. */
  #wait(): void {
    this.#stopWait ??= this.#runtime.sleep(longestWait, () => {
      this.#stopWait = undefined
      this.#waitedEnough = true
      this.#schedule()
    })
  }

  #flush(): void {
    this.#stopWait?.()
    this.#stopWait = undefined
    this.#waitedEnough = false
    // Whoever waits longest comes first.
    const count = Math.min(mostAtOnce, Math.max(this.#share, worthDividing))
    const group = this.#group.slice(0, count)
    this.#group = this.#group.slice(count)
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
    if (commits.length > 0) {
      this.#inFlight++
      this.#underWay += commits.length
    }
    for (const { commit, error } of unwritable) this.#listener.failed(commit, error)
    this.#schedule()
    if (commits.length === 0) return
    this.#send(commits, () => {
      this.#inFlight--
      this.#underWay -= commits.length
      this.#yield()
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
      const batch = this.#batch(commits)
      return Effect.catchIf(
        this.#log.commit(batch),
        (error) => error.code === "StoreOutcomeUnknown",
        () => this.#readBack(batch),
      )
    })
  }

  #batch(commits: ReadonlyArray<EncodedCommit>): CommitBatch {
    const announce = this.#listener.announcement(commits)
    return encodeBatch(`${this.#prefix}/${++this.#batches}`, commits, announce)
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
        // What was left out is decided again; a delivery that is still there is brought again.
        return Effect.succeed({ lost: absent(batch.advances), duplicates: absent(batch.starts), gone: absent(batch.takes) })
      },
    })
  }

  #tell(commits: ReadonlyArray<EncodedCommit>, exit: Exit.Exit<CommitOutcome, StoreError>): void {
    if (Exit.isFailure(exit)) {
      const error = storeErrorOf(exit.cause)
      for (const { commit } of commits) this.#listener.failed(commit, error)
      return
    }
    const { lost, duplicates, gone } = exit.value
    if (lost.length === 0 && duplicates.length === 0 && gone.length === 0) {
      for (const { commit } of commits) this.#committed(commit)
      return
    }
    const lostKeys = new Set(lost)
    const duplicateKeys = new Set(duplicates)
    const goneKeys = new Set(gone)
    for (const { commit } of commits) {
      if (goneKeys.has(commit.hot.key)) this.#listener.gone(commit)
      else if (lostKeys.has(commit.hot.key)) this.#listener.lost(commit)
      else if (duplicateKeys.has(commit.hot.key)) this.#listener.duplicate(commit)
      else this.#committed(commit)
    }
  }

  #committed(commit: PendingCommit): void {
    const { hot } = commit
    // Decided while this was under way: now it is its turn. What the listener decides comes by `add`.
    if (hot.pending !== undefined) this.#group.push(hot)
    this.#listener.committed(commit)
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
