/**
 * Runs transactional jobs: the handler works in a transaction of the store, and the commit that records its result is
 * the last thing in it. What does not end so is rolled back, and recorded apart.
 *
 * A store of one connection is held for as long as the transaction is open: other commits wait, and go first before the
 * next one. Where another engine was faster, or the store broke off, nothing has happened: the handler runs again, in
 * the same attempt.
 */
import { Cause, Effect, Exit, Semaphore } from "effect"
import { type DetachedCommit, storeErrorOf } from "../commit/GroupCommit.ts"
import type { Settings } from "../EngineOptions.ts"
import type { Hot } from "../instance/Hot.ts"
import type { Instances } from "../instance/Instances.ts"
import { retryAfter } from "../instance/Refusals.ts"
import { faultOf } from "../jobs/failureOf.ts"
import type { Outcome } from "../jobs/invoke.ts"
import type { JobTransactions } from "../jobs/JobRunner.ts"
import type { RunningJob } from "../jobs/RunningJob.ts"
import type { Runtime } from "../Runtime.ts"
import type { OpenTransaction, TransactionPort } from "../store/Store.ts"
import { StoreError } from "../store/StoreError.ts"
import type { OpenStep } from "./insideTransaction.ts"
import { keepInstance, nextTurn, whenWritten } from "./keepInstance.ts"

/** What runs handlers and hears of them. */
export interface TransactionHost {
  /** Calls the handler, in its time; gives what came of it at once, or later through `later`. */
  readonly call: (job: RunningJob, later: (outcome: Outcome) => void) => Outcome | undefined
  /** The handler answered: its time does not run any more. */
  readonly answered: (job: RunningJob) => void
  /** It failed, and everything it did is undone. */
  readonly failed: (job: RunningJob, outcome: Outcome) => void
  /** Its result is recorded, or nobody waits for it any more. */
  readonly over: (job: RunningJob) => void
}

/** Why a transaction is rolled back: for its outcome, or to be tried again. */
class RolledBack {
  readonly outcome: Outcome | undefined
  constructor(outcome?: Outcome) {
    this.outcome = outcome
  }
}

/** How far a transaction came. */
interface Progress {
  /** Written in the transaction, and open until it is known what became of it. */
  detached: DetachedCommit | undefined
  /** The transaction was told to commit. */
  ended: boolean
}

/** What follows: nothing, another try, or another try when the store has had time to recover. */
type Next = "done" | "again" | "later"

type Restore = <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E>

export class TransactionRunner implements JobTransactions {
  readonly #port: TransactionPort
  readonly #instances: Instances
  readonly #runtime: Runtime
  readonly #host: TransactionHost
  readonly #places: Semaphore.Semaphore
  readonly limit: number
  readonly longest: number | undefined

  constructor(port: TransactionPort, instances: Instances, runtime: Runtime, settings: Settings, host: TransactionHost) {
    this.limit = port.limit
    // While a store of one connection is held, the lease cannot be renewed.
    this.longest = port.exclusive ? settings.leaseTime / 2 : undefined
    this.#port = port
    this.#instances = instances
    this.#runtime = runtime
    this.#host = host
    this.#places = Semaphore.makeUnsafe(port.limit)
  }

  /** Begins a job. It is stopped by the job's own `interrupt`, until its result is being committed. */
  run(job: RunningJob): void {
    // Interruption passes where nothing is decided yet; everything else comes to its end.
    const effect = Effect.uninterruptibleMask((restore) => restore(this.#places.withPermits(1)(this.#untilDone(job, restore))))
    job.interrupt = this.#runtime.run(effect, (exit) => {
      if (Exit.isFailure(exit) && !Cause.hasInterruptsOnly(exit.cause)) {
        const { message } = storeErrorOf(exit.cause as Cause.Cause<never>)
        this.#host.failed(job, faultOf("HandlerFailed", `the transaction of ${job.order.description.element} broke off: ${message}`))
      }
    })
  }

  #untilDone(job: RunningJob, restore: Restore): Effect.Effect<void> {
    return Effect.uninterruptible(
      Effect.flatMap(this.#once(job, restore), (next) => {
        // Other commits of the store have their turn before the next transaction begins.
        if (next === "done" || job.phase === "over") return nextTurn
        return Effect.andThen(next === "later" ? restore(Effect.sleep(retryAfter)) : nextTurn, this.#untilDone(job, restore))
      }),
    )
  }

  #once(job: RunningJob, restore: Restore): Effect.Effect<Next> {
    return Effect.matchCauseEffect(restore(keepInstance(this.#instances, job.order)), {
      onFailure: (cause) => {
        if (Cause.hasInterrupts(cause)) return done
        if (Cause.squash(cause) instanceof StoreError) return later
        // The instance is gone, or in quarantine: nobody waits for the handler.
        this.#host.over(job)
        return done
      },
      onSuccess: (hot) => {
        if (hot !== undefined)
          return Effect.ensuring(
            this.#on(hot, job, restore),
            Effect.sync(() => this.#instances.letGo(hot)),
          )
        this.#host.over(job)
        return done
      },
    })
  }

  #on(hot: Hot, job: RunningJob, restore: Restore): Effect.Effect<Next> {
    if (!this.#port.exclusive) return this.#transaction(hot, job, restore)
    return Effect.matchCauseEffect(restore(this.#instances.commits.hold), {
      onFailure: () => done,
      onSuccess: (release) => Effect.ensuring(this.#transaction(hot, job, restore), Effect.sync(release)),
    })
  }

  #transaction(hot: Hot, job: RunningJob, restore: Restore): Effect.Effect<Next> {
    const { description, process, instance } = job.order
    const name = `the step '${description.element}' of ${process} (instance ${instance})`
    const progress: Progress = { detached: undefined, ended: false }
    const run = this.#port.run(name, (transaction) => this.#work(hot, job, transaction, progress, restore))
    return Effect.flatMap(Effect.exit(run), (exit) => this.#conclude(job, exit, progress))
  }

  /** What happens inside the transaction. It is committed when this succeeds. */
  #work(
    hot: Hot,
    job: RunningJob,
    transaction: OpenTransaction,
    progress: Progress,
    restore: Restore,
  ): Effect.Effect<void, RolledBack | StoreError> {
    const { job: id, key } = job.order
    const { attempt, delivery } = job.order.description
    const { exclusive } = this.#port
    const handled = restore(this.#handle(job, transaction))
    return Effect.gen({ self: this }, function* () {
      const outcome = yield* handled
      if (!("text" in outcome)) return yield* Effect.fail(new RolledBack(outcome))
      this.#host.answered(job)
      // Elsewhere nothing can be on its way: the store is ours.
      if (!exclusive) yield* whenWritten(hot)
      progress.detached = this.#instances.decideApart(hot, (now, value) => ({
        type: "CompleteJob",
        job: id,
        attempt,
        delivery,
        result: value(outcome.text),
        now,
      }))
      if (progress.detached === undefined) return yield* Effect.fail(new RolledBack())
      const { lost, gone } = yield* transaction.commit(progress.detached.batch)
      if (lost.includes(key) || gone.includes(key)) return yield* Effect.fail(new RolledBack())
      progress.ended = true
    })
  }

  /** Calls the handler, and waits for it. */
  #handle(job: RunningJob, transaction: OpenTransaction): Effect.Effect<Outcome> {
    return Effect.callback((resume) => {
      const { description, process, instance } = job.order
      const step: OpenStep = { element: description.element, process, instance, over: false }
      const answer = (outcome: Outcome) => {
        step.over = true
        resume(Effect.succeed(outcome))
      }
      const stop = takeInterrupt(job)
      job.transaction = { sql: transaction.sql, step }
      const outcome = this.#host.call(job, answer)
      const stopHandler = takeInterrupt(job)
      job.interrupt = stop
      if (outcome !== undefined) answer(outcome)
      return Effect.sync(() => {
        step.over = true
        stopHandler?.()
      })
    })
  }

  /** After the transaction: tells what became of it. */
  #conclude(job: RunningJob, exit: Exit.Exit<void, RolledBack | StoreError>, { detached, ended }: Progress): Effect.Effect<Next> {
    const { commits } = this.#instances
    if (Exit.isSuccess(exit)) {
      if (detached !== undefined) commits.attach(detached, "committed")
      this.#host.over(job)
      return done
    }
    const reason = exit.cause.reasons.find(Cause.isFailReason)?.error
    const refused = reason instanceof StoreError && reason.code === "StoreFailed"
    if (detached !== undefined && ended && !refused) return this.#readBack(job, detached)
    if (detached !== undefined) commits.attach(detached, "rolledBack")
    if (Cause.hasInterruptsOnly(exit.cause)) return done
    if (reason instanceof RolledBack) {
      if (reason.outcome === undefined) return again
      this.#host.failed(job, reason.outcome)
      return done
    }
    if (detached === undefined || !refused) return later
    // What the handler left behind is what the database does not take.
    const { element } = job.order.description
    this.#host.failed(job, faultOf("HandlerFailed", `the transaction of ${element} could not be committed: ${reason.message}`))
    return done
  }

  /** COMMIT was not answered: the log says what became of it. */
  #readBack(job: RunningJob, detached: DetachedCommit): Effect.Effect<Next> {
    const { commits } = this.#instances
    return Effect.match(commits.outcomeOf(detached.batch), {
      onFailure: () => {
        commits.attach(detached, "rolledBack")
        return "later"
      },
      onSuccess: () => {
        commits.attach(detached, "committed")
        this.#host.over(job)
        return "done"
      },
    })
  }
}

const takeInterrupt = (job: RunningJob): (() => void) | undefined => {
  const { interrupt } = job
  job.interrupt = undefined
  return interrupt
}

const done: Effect.Effect<Next> = Effect.succeed("done")
const again: Effect.Effect<Next> = Effect.succeed("again")
const later: Effect.Effect<Next> = Effect.succeed("later")
