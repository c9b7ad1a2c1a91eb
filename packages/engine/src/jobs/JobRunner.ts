/**
 * Runs jobs: calls their handlers when there is a place, watches their deadlines, and hands on what came of them.
 */
import { ChurnMap } from "../collections/ChurnMap.ts"
import { FewMap } from "../collections/FewMap.ts"
import type { Settings } from "../EngineOptions.ts"
import type { Runtime } from "../Runtime.ts"
import { withoutRedacted } from "../redaction.ts"
import type { TransactionHost } from "../transactions/TransactionRunner.ts"
import { Deadlines } from "./Deadlines.ts"
import { faultOf } from "./failureOf.ts"
import { invoke, type Outcome } from "./invoke.ts"
import { Places } from "./Places.ts"
import { Pulse, type Reports } from "./Pulse.ts"
import { isTransactional, type JobOrder, RunningJob } from "./RunningJob.ts"

/** A handler that blocks the event loop for longer than this (milliseconds) is named in a warning. */
const blockedAfter = 1000

export interface JobListener {
  /** The handler answered, or ran out of time. */
  readonly finished: (job: RunningJob, outcome: Outcome) => void
  /** A handler reported how far it is: `done` is called when that is durable, or with why it never will be. */
  readonly progressed: Reports["store"]
  /** Whether a handler may be started now; where not, `places.resume` is called later. */
  readonly mayRun: () => boolean
  /** There is room again that was asked for in vain. */
  readonly roomFreed: () => void
  /** Runs transactional jobs, where the store has transactions. */
  readonly transactions: (host: TransactionHost) => JobTransactions | undefined
}

/** What runs a transactional job. */
export interface JobTransactions {
  /** How many run at once. */
  readonly limit: number
  /** Milliseconds, the most that a transaction may take whatever its step says. */
  readonly longest: number | undefined
  readonly run: (job: RunningJob) => void
}

export class JobRunner {
  readonly places: Places
  readonly #runtime: Runtime
  readonly #settings: Settings
  readonly #listener: JobListener
  readonly #deadlines: Deadlines<RunningJob>
  /** Of handlers that have to say from time to time that they are alive. */
  readonly #silences: Deadlines<Pulse>
  readonly #reports: Reports
  readonly #transactions: JobTransactions | undefined
  /** By instance, then by job: everything that waits or runs. */
  readonly #jobs = new ChurnMap<FewMap<RunningJob>>()
  #onIdle: (() => void) | undefined

  constructor(runtime: Runtime, settings: Settings, listener: JobListener) {
    this.#runtime = runtime
    this.#settings = settings
    this.#listener = listener
    this.#deadlines = new Deadlines<RunningJob>(runtime, (job) => this.#expire(job))
    this.#silences = new Deadlines<Pulse>(runtime, ({ job }) => this.#silent(job))
    this.#reports = {
      alive: (pulse) => this.#hear(pulse),
      store: (job, text, done) =>
        listener.progressed(job, text, (refused) => {
          if (refused !== undefined) this.#drop(job, refused)
          done(refused)
        }),
      maxLength: settings.maxValueLength,
    }
    this.#transactions = listener.transactions({
      call: (job, later) => this.#call(job, later),
      answered: (job) => this.#stopClocks(job),
      failed: (job, outcome) => this.#answer(job, outcome),
      over: (job) => this.#leave(job),
    })
    this.places = new Places(settings, (job) => this.#run(job), listener.roomFreed, listener.mayRun)
  }

  /** How many jobs wait or run here. */
  get size(): number {
    return this.#jobs.entries().reduce((size, [, jobs]) => size + jobs.size, 0)
  }

  /** Whether this very delivery of the job waits or runs here; an earlier one does not count. */
  has({ key, job, description: { attempt, delivery } }: JobOrder): boolean {
    const there = this.#jobs.get(key)?.get(job)?.order.description
    return there !== undefined && there.attempt === attempt && there.delivery === delivery
  }

  /** The instances whose jobs wait or run here. */
  instances(): ReadonlyArray<number> {
    return this.#jobs.entries().map(([key]) => key)
  }

  /** Those of one instance. */
  orders(key: number): ReadonlyArray<JobOrder> {
    return [...(this.#jobs.get(key)?.values() ?? [])].map(({ order }) => order)
  }

  /** Takes in a job for which room was kept. */
  start(order: JobOrder): void {
    const job = new RunningJob(order, this.#limitOf(order))
    let ofInstance = this.#jobs.get(order.key)
    if (ofInstance === undefined) {
      ofInstance = new FewMap()
      this.#jobs.set(order.key, ofInstance)
    }
    // A later delivery takes the place of an earlier one, whose answer would be refused.
    const before = ofInstance.get(order.job)
    ofInstance.set(order.job, job)
    if (before !== undefined) this.#drop(before, "another delivery of this job has begun")
    // The place that was left may have gone to somebody who found that the lease has run out: then all of them are dropped.
    if (job.phase !== "over") this.places.enter(job)
  }

  /** Nobody waits for the job any more: its handler is told to stop. */
  cancel(key: number, job: number, reason: string): void {
    const running = this.#jobs.get(key)?.get(job)
    if (running !== undefined) this.#drop(running, reason)
  }

  /** When the next running job runs out of time. */
  nextDeadline(): number | undefined {
    const deadline = this.#deadlines.next()
    const silence = this.#silences.next()
    return deadline === undefined || silence === undefined ? (deadline ?? silence) : Math.min(deadline, silence)
  }

  /** Starts no job any more; calls `idle` once none is running. */
  close(idle: () => void): void {
    this.places.close()
    if (this.places.running === 0) idle()
    else this.#onIdle = idle
  }

  /** Tells all handlers to stop and listens to none of them any more. */
  abortAll(reason: string): void {
    for (const [, jobs] of this.#jobs.entries()) for (const job of jobs.values()) this.#drop(job, reason)
  }

  /** Watches no deadline any more. */
  stop(): void {
    this.#deadlines.stop()
    this.#silences.stop()
  }

  #run(job: RunningJob): void {
    const { element, handler } = job.order.description
    if (!job.order.bindings.handlers.has(handler)) {
      this.#answer(job, faultOf("HandlerMissing", `no handler '${handler}' is registered: give the process that has it to the engine`))
    } else if (!isTransactional(job.order)) {
      const outcome = this.#call(job, (later) => this.#answer(job, later))
      if (outcome !== undefined) this.#answer(job, outcome)
    } else if (this.#transactions !== undefined) this.#transactions.run(job)
    else
      this.#answer(
        job,
        faultOf("HandlerFailed", `${element} is transactional and the store has no transactions: open the engine on an SQL store`),
      )
  }

  /** Calls the handler, and begins to count its time unless it answers at once. */
  #call(job: RunningJob, later: (outcome: Outcome) => void): Outcome | undefined {
    const { description, bindings } = job.order
    const handler = bindings.handlers.get(description.handler)
    if (handler === undefined) return undefined
    const began = performance.now()
    const outcome = invoke(job, handler, this.#runtime, this.#reports, later)
    const blocked = performance.now() - began
    if (blocked > blockedAfter) this.#warnOfBlocking(job, blocked)
    if (outcome !== undefined || job.phase !== "running") return outcome
    const timeout = this.#timeoutOf(job)
    if (timeout > 0) this.#deadlines.add(job, timeout)
    if (description.heartbeat !== undefined) {
      job.pulse ??= new Pulse(job, this.#reports)
      this.#hear(job.pulse)
    }
    return undefined
  }

  /** The handler is alive: its time to be silent begins anew. */
  #hear(pulse: Pulse): void {
    const { heartbeat } = pulse.job.order.description
    if (heartbeat === undefined) return
    this.#silences.remove(pulse)
    this.#silences.add(pulse, heartbeat)
  }

  #answer(job: RunningJob, outcome: Outcome): void {
    if (job.phase === "over") return
    this.#end(job)
    this.#listener.finished(job, withoutRedacted(job.order.description, outcome))
    this.#tellIdle()
  }

  #expire(job: RunningJob): void {
    if (job.phase === "over") return
    const timeout = this.#timeoutOf(job)
    const { element } = job.order.description
    this.#giveUp(
      job,
      `timed out after ${timeout} ms`,
      faultOf("HandlerTimedOut", `the handler of ${element} did not answer within ${timeout} ms`),
    )
  }

  #silent(job: RunningJob): void {
    if (job.phase === "over") return
    const { element, heartbeat } = job.order.description
    this.#giveUp(
      job,
      `silent for longer than ${heartbeat} ms`,
      faultOf("HandlerSilent", `the handler of ${element} gave no heartbeat for longer than ${heartbeat} ms`),
    )
  }

  #giveUp(job: RunningJob, reason: string, outcome: Outcome): void {
    this.#end(job)
    job.abort(reason)
    this.#listener.finished(job, withoutRedacted(job.order.description, outcome))
    this.#tellIdle()
  }

  #drop(job: RunningJob, reason: string): void {
    if (job.phase === "over") return
    this.#end(job)
    job.abort(reason)
    this.#tellIdle()
  }

  /** The job is over, and there is nothing to say of it. */
  #leave(job: RunningJob): void {
    if (job.phase === "over") return
    this.#end(job)
    this.#tellIdle()
  }

  #stopClocks(job: RunningJob): void {
    this.#deadlines.remove(job)
    if (job.pulse !== undefined) this.#silences.remove(job.pulse)
  }

  #end(job: RunningJob): void {
    const { key, job: id } = job.order
    const ofInstance = this.#jobs.get(key)
    if (ofInstance?.get(id) === job) {
      ofInstance.delete(id)
      if (ofInstance.size === 0) this.#jobs.delete(key)
    }
    this.#stopClocks(job)
    this.places.leave(job)
  }

  /** Says that nothing runs any more, after what the last handler said was handed on. */
  #tellIdle(): void {
    if (this.places.running === 0) this.#onIdle?.()
  }

  #timeoutOf(job: RunningJob): number {
    const { timeout } = job.order.description
    if (!isTransactional(job.order)) return timeout ?? this.#settings.jobTimeout
    const wanted = timeout ?? this.#settings.transactionTimeout
    const longest = this.#transactions?.longest
    if (longest === undefined) return wanted
    return wanted === 0 ? longest : Math.min(wanted, longest)
  }

  #limitOf(order: JobOrder): number | undefined {
    const { concurrency } = order.description
    if (this.#transactions === undefined || !isTransactional(order)) return concurrency
    return Math.min(concurrency ?? Number.POSITIVE_INFINITY, this.#transactions.limit)
  }

  #warnOfBlocking(job: RunningJob, milliseconds: number): void {
    const { instance, process, description } = job.order
    this.#runtime.warn(
      `The handler of ${description.element} (${process}, instance ${instance}) blocked the event loop for ${Math.round(milliseconds)} ms: nothing else ran meanwhile. Move the work to a worker thread.`,
      { code: "HandlerBlocked" },
    )
  }
}
