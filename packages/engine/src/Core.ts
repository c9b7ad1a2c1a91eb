/**
 * The engine's parts, wired: instance loop, jobs, wake-ups and lease, each told what the others found.
 */
import type { JobDescription } from "@millrace/kernel"
import { Effect, Exit } from "effect"
import { Endings } from "./api/Endings.ts"
import { TaskWatch } from "./api/TaskWatch.ts"
import { announcementOf } from "./commit/announcementOf.ts"
import { emptyBatch } from "./commit/emptyBatch.ts"
import type { EngineError } from "./EngineError.ts"
import type { Settings } from "./EngineOptions.ts"
import type { Answer, Hot, Submission } from "./instance/Hot.ts"
import { Instances } from "./instance/Instances.ts"
import type { PendingCommit } from "./instance/PendingCommit.ts"
import { retryAfter } from "./instance/Refusals.ts"
import type { Outcome } from "./jobs/invoke.ts"
import { JobRunner } from "./jobs/JobRunner.ts"
import type { JobOrder, RunningJob } from "./jobs/RunningJob.ts"
import type { Registry } from "./models/Registry.ts"
import type { Runtime } from "./Runtime.ts"
import type { RowRef } from "./store/Rows.ts"
import type { Announcement, CommitOutcome, Store, TakenJob } from "./store/Store.ts"
import type { StoreError } from "./store/StoreError.ts"
import { TransactionRunner } from "./transactions/TransactionRunner.ts"
import { Elsewhere } from "./waking/Elsewhere.ts"
import { Lease, type Registration } from "./waking/Lease.ts"
import { Unoffered } from "./waking/Unoffered.ts"
import { type Fired, Waker } from "./waking/Waker.ts"

export class Core {
  readonly store: Store["Service"]
  readonly registry: Registry
  readonly runtime: Runtime
  readonly settings: Settings
  readonly instances: Instances
  readonly runner: JobRunner
  readonly waker: Waker
  readonly lease: Lease
  readonly endings: Endings
  readonly taskWatch = new TaskWatch()
  readonly #elsewhere: Elsewhere
  readonly #unoffered: Unoffered
  #wasShared = false
  /** The number under which the engine opened: nobody else ever has it. */
  readonly #number: number
  #rowBatches = 0
  /** No more work is taken. */
  closing = false
  /** Everything is written, and the lease is given back. */
  closed = false
  /** Codes of troubles that operators have been told of. */
  readonly #said = new Set<string>()

  constructor(store: Store["Service"], registry: Registry, runtime: Runtime, settings: Settings, registration: Registration) {
    this.store = store
    this.registry = registry
    this.runtime = runtime
    this.settings = settings
    this.#number = registration.engine
    const core = this
    const neighbours = {
      // Whoever comes may find nothing, and sweep later: what a client leaves is always announced.
      isShared: () => settings.client || this.lease.isShared,
      isAwaited: (key: number) => this.endings.isAwaited(key),
    }
    this.instances = new Instances(store, registry, runtime, settings, `${registration.engine}`, {
      get engine() {
        return core.lease.engine
      },
      client: settings.client,
      admits: (handler) => this.runner.places.reserve(handler),
      holds: (handler) => this.runner.places.hold(handler),
      releases: (handler) => this.runner.places.release(handler),
      jobs: (commit) => this.#follow(commit),
      dropped: (commit) => {
        for (const { handler } of commit.dispatches.values()) this.runner.places.release(handler)
      },
      wakeAt: (time) => this.waker.wakeAt(time),
      ended: (hot, ending) => this.endings.ended(hot.key, ending),
      announcement: (commits) => announcementOf(commits, neighbours),
      broken: (key, error) => this.#quarantine(key, error),
    })
    this.runner = new JobRunner(runtime, settings, {
      finished: (job, outcome) => this.#finishJob(job, outcome),
      transactions: (host) => {
        const port = store.transactions
        return port === undefined ? undefined : new TransactionRunner(port, this.instances, runtime, settings, host)
      },
      mayRun: () => {
        if (this.lease.isValid) return true
        this.lease.tick()
        return false
      },
      progressed: (job, text, done) => this.#reportProgress(job, text, done),
      roomFreed: () => {
        this.waker.sweep()
        this.lease.roomFreed()
      },
    })
    this.waker = new Waker(store, runtime, settings.sweepInterval, {
      engine: () => this.lease.engine,
      offers: () => this.offers,
      fire: (timer, done) => this.#fireTimer(timer, done),
      remove: (timers) => Effect.asVoid(this.#writeRows({ timers: { insert: [], delete: timers } })),
      deliver: (job, done) => this.#deliver(job, done),
      room: () => this.runner.places.room,
      busyHandlers: () => this.runner.places.busyHandlers(),
      awaitRoom: () => this.runner.places.awaitRoom(),
      lostTrack: () => this.lease.lostTrack(),
    })
    this.lease = new Lease(store, runtime, settings.leaseTime, registration, {
      recover: (key, done) => this.#recover(key, done),
      room: () => this.runner.places.room,
      awaitRoom: () => this.runner.places.awaitRoom(),
      lost: () => {
        this.runner.abortAll("the engine's lease was lost")
        this.instances.forgetAll()
      },
      offers: () => this.offers,
      beforeRenewal: registry.refresh(),
      renewed: () => this.#renewed(),
    })
    this.endings = new Endings({
      instances: store.instances,
      runtime,
      sweepInterval: settings.sweepInterval,
      isHot: (key) => this.instances.isHot(key),
      isShared: () => this.lease.isShared,
    })
    this.#elsewhere = new Elsewhere(store.instances, runtime, this.instances, this.runner)
    this.#unoffered = new Unoffered(store, registry, runtime, settings.client, settings.leaseTime)
    // A client neither sweeps nor takes over.
    if (settings.client) this.waker.stop()
  }

  /** The definitions whose instances this engine does the work of. */
  get offers(): ReadonlyArray<number> {
    return this.settings.client ? none : this.registry.offers
  }

  /** Starts what goes on for as long as the engine lives. */
  begin(): void {
    this.lease.tick()
    this.waker.sweep()
  }

  /** Another engine says something, or this one hears itself. */
  hear({ work, changed, ended }: Announcement): void {
    if (this.closing) return
    if (work) this.waker.sweep()
    this.endings.heard(ended)
    this.#elsewhere.changed(changed)
  }

  #renewed(): void {
    this.runner.places.resume()
    const { isShared } = this.lease
    if (isShared && !this.#wasShared) this.endings.joined()
    // Those that are gone may have decided something last.
    if (isShared || this.#wasShared) {
      this.#elsewhere.sweep()
      // They may have died and left rows of jobs: those say nothing when they become free.
      this.waker.sweep()
    }
    this.#wasShared = isShared
    this.runtime.run(this.#unoffered.look(), () => {})
  }

  /** Whether anything is under way but handlers. */
  get busy(): boolean {
    return this.instances.busy || this.waker.busy || this.lease.busy
  }

  /** A command of the engine itself: tried until the store takes it. */
  #tell(
    key: number,
    command: Submission["command"],
    reply: (answer: Answer) => void,
    unstorable?: NonNullable<Submission["unstorable"]>,
  ): void {
    this.instances.send(key, { command, reply, internal: true, ...(unstorable === undefined ? {} : { unstorable }) })
  }

  #follow(commit: PendingCommit): void {
    const { hot } = commit
    if (commit.opensUserTasks) this.taskWatch.opened(hot.key)
    for (const job of commit.cancelledJobs) this.runner.cancel(hot.key, job, "the job was cancelled")
    for (const [job, description] of commit.dispatches.entries()) this.runner.start(jobOrder(hot, job, description))
  }

  #finishJob({ order }: RunningJob, outcome: Outcome): void {
    const { key, job } = order
    const { attempt, delivery } = order.description
    this.#tell(
      key,
      (now, value) => {
        if ("text" in outcome) return { type: "CompleteJob", job, attempt, delivery, result: value(outcome.text), now }
        if ("fault" in outcome) return { type: "FailJob", job, attempt, delivery, failure: outcome, now }
        const { code, message, text } = outcome.error
        return { type: "FailJob", job, attempt, delivery, failure: { error: { code, message, value: value(text) } }, now }
      },
      // A refused result is one that was superseded: another delivery or a cancel came first.
      () => {},
      // The step does not fit into the store: that is an incident, and the instance can go on in another way.
      (reason) => (now) => ({
        type: "FailJob",
        job,
        attempt,
        delivery,
        failure: { fault: { code: "ResultNotStorable", message: notTaken(reason) } },
        now,
      }),
    )
  }

  #reportProgress({ order }: RunningJob, text: string, done: (refused?: string) => void): void {
    const { key, job } = order
    const { attempt, delivery } = order.description
    this.#tell(
      key,
      (now, value) => ({ type: "ReportJobProgress", job, attempt, delivery, progress: value(text), now }),
      (answer) => (answer === "accepted" ? done() : done(answer.message)),
    )
  }

  /** Fires a timer; `done` says what became of its row. */
  #fireTimer(timer: RowRef, done: (became: Fired) => void): void {
    const fire = (isFresh: boolean) =>
      this.instances.send(timer.key, {
        command: (now) => ({ type: "TriggerTimer", timer: timer.id, now }),
        internal: false,
        reply: (answer) => {
          if (answer === "accepted") return done("gone")
          if (answer._tag !== "Rejection") return done("refused")
          // What is in memory may be older than the row.
          if (isFresh) done("stray")
          else this.#freshen(timer.key, (known) => (known ? fire(true) : done("refused")))
        },
      })
    fire(false)
  }

  /** Sees to it that what is in memory of an instance is what the store has; `then` is told whether that is known. */
  #freshen(key: number, then: (known: boolean) => void): void {
    if (!this.instances.isKnown(key)) {
      then(true)
      return
    }
    this.runtime.run(this.store.instances.byKey(key), (exit) => {
      if (Exit.isSuccess(exit) && exit.value !== undefined) this.instances.catchUp(key, exit.value.seq)
      then(Exit.isSuccess(exit))
    })
  }

  /** Writes rows that belong to no commit of an instance. A store may refuse a batch whose id it has seen. */
  #writeRows(rows: Parameters<typeof emptyBatch>[1]): Effect.Effect<CommitOutcome, StoreError> {
    return Effect.suspend(() => this.store.log.commit(emptyBatch(`${this.#number}/rows/${++this.#rowBatches}`, rows)))
  }

  /** Hands out a job whose row this engine has taken. What fails is tried again, as long as the row is this engine's. */
  #deliver(row: TakenJob, done: () => void): void {
    if (row.owner !== this.lease.engine) {
      done()
      return
    }
    const tryAgain = () => {
      done()
      // It may have been handed out before the trouble began.
      this.runtime.sleep(retryAfter, () => this.#deliver({ ...row, orphaned: true }, () => {}))
    }
    let order: JobOrder | undefined
    const deliver = (known: boolean) => {
      if (!known) return tryAgain()
      this.instances.send(row.key, {
        look: (hot) => {
          order = orderOf(hot, row.id)
          if (order !== undefined) hot.rowJobs.set(row.id, "taken")
        },
        failed: (error) => (error._tag === "StoreError" ? tryAgain() : done()),
        done: () => {
          if (order === undefined) this.runtime.run(this.#writeRows({ jobs: { insert: [], delete: [row] } }), done)
          else if (this.runner.has(order) || row.owner !== this.lease.engine) done()
          else if (row.orphaned) this.#redeliver(order, (known) => (known ? done() : tryAgain()))
          else {
            this.runner.places.hold(order.description.handler)
            this.runner.start(order)
            done()
          }
        },
      })
    }
    this.#freshen(row.key, deliver)
  }

  /** Has a job handed out anew; `done` says whether it is known what came of that. */
  #redeliver({ key, job, description: { attempt, delivery } }: JobOrder, done: (known: boolean) => void): void {
    this.instances.send(key, {
      command: (now) => ({ type: "RedeliverJob", job, attempt, delivery, now }),
      internal: false,
      // A rejection says that something else came of the job meanwhile.
      reply: (answer) => done(answer === "accepted" || answer._tag !== "StoreError"),
    })
  }

  /** The instance's open work is ours now: what does not run here is handed out anew, where `all` also what others had taken. */
  #recover(key: number, done: () => void, all = false): void {
    const { engine } = this.lease
    this.instances.forget(key)
    const tryAgain = () => {
      done()
      this.runtime.sleep(retryAfter, () => {
        // Else its owner is gone, and it is taken over once more.
        if (engine === this.lease.engine) this.#recover(key, () => {}, all)
      })
    }
    let orders: ReadonlyArray<JobOrder> = []
    this.instances.send(key, {
      look: (hot) => {
        if (hot.owner !== null) hot.owner = engine
        const jobs = hot.directJobs.entries().map(([job]) => job)
        if (all) for (const [job, row] of hot.rowJobs.entries()) if (row === "taken") jobs.push(job)
        orders = jobs.flatMap((job) => orderOf(hot, job) ?? []).filter((order) => !this.runner.has(order))
      },
      failed: (error) => {
        if (error.code === "KeyMissing") this.#sayOnce(error)
        if (error._tag === "StoreError") tryAgain()
        else done()
      },
      done: () => {
        let left = orders.length
        let complete = true
        if (left === 0) return done()
        for (const order of orders) {
          this.#redeliver(order, (known) => {
            complete &&= known
            if (--left > 0) return
            if (complete) done()
            else tryAgain()
          })
        }
      },
    })
  }

  /** It is tried again every second, for every instance that is concerned. */
  #sayOnce({ code, message }: StoreError | EngineError): void {
    if (this.#said.has(code)) return
    this.#said.add(code)
    this.runtime.warn(message, { code })
  }

  #quarantine(key: number, error: EngineError): void {
    this.runtime.warn(error.message, { code: "InstanceQuarantined" })
    this.#writeQuarantine(key, error)
  }

  #writeQuarantine(key: number, error: EngineError): void {
    const { message, instance = "", process = "" } = error
    const incident = { key, id: 0, instance, process, element: "", code: "InstanceQuarantined", message, createdAt: this.runtime.now() }
    const write = Effect.andThen(
      this.store.instances.quarantine(key, JSON.stringify({ code: "InstanceQuarantined", message })),
      this.#writeRows({ incidents: { insert: [incident], delete: [] } }),
    )
    this.runtime.run(write, (exit) => {
      // As long as it is not written, nobody sees it.
      if (Exit.isFailure(exit)) this.runtime.sleep(retryAfter, () => this.#writeQuarantine(key, error))
    })
  }

  /** Lifts the quarantine of an instance and hands its open work out anew. */
  readonly retryQuarantined = (key: number) =>
    Effect.andThen(
      this.store.instances.quarantine(key, null),
      this.#writeRows({ incidents: { insert: [], delete: [{ key, id: 0 }] } }),
    ).pipe(
      Effect.andThen(Effect.callback<void>((resume) => this.#recover(key, () => resume(Effect.void), true))),
      Effect.tap(() => Effect.sync(() => this.waker.sweep())),
    )
}

const none: ReadonlyArray<number> = []

const notTaken = (reason: string): string => `the store does not take what follows from the handler's answer: ${reason}`

const jobOrder = (hot: Hot, job: number, description: JobDescription): JobOrder => ({
  key: hot.key,
  instance: hot.id,
  process: hot.model.row.id,
  job,
  description,
  bindings: hot.model.bindings,
})

/** The job as it is to be run now, if it is open. */
const orderOf = (hot: Hot, job: number): JobOrder | undefined => {
  const description = hot.model.decider.describeJob(hot.model.compiled, hot.state, job)
  return description && jobOrder(hot, job, description)
}
