/**
 * The engine's parts, wired: instance loop, jobs, wake-ups and lease, each told what the others found.
 */
import { Effect, Exit } from "effect"
import { Endings } from "./api/Endings.ts"
import { KeyPool } from "./api/KeyPool.ts"
import { TaskWatch } from "./api/TaskWatch.ts"
import { announcementOf } from "./commit/announcementOf.ts"
import { emptyBatch } from "./commit/emptyBatch.ts"
import type { EngineError } from "./EngineError.ts"
import type { Settings } from "./EngineOptions.ts"
import type { Answer, Submission } from "./instance/Hot.ts"
import { Instances } from "./instance/Instances.ts"
import type { PendingCommit } from "./instance/PendingCommit.ts"
import { retryAfter } from "./instance/Refusals.ts"
import type { Outcome } from "./jobs/invoke.ts"
import { JobRunner } from "./jobs/JobRunner.ts"
import type { RunningJob } from "./jobs/RunningJob.ts"
import { Mailroom } from "./mail/Mailroom.ts"
import type { Registry } from "./models/Registry.ts"
import type { Runtime } from "./Runtime.ts"
import { Scheduler } from "./schedules/Scheduler.ts"
import type { Announcement, CommitOutcome, Store } from "./store/Store.ts"
import type { StoreError } from "./store/StoreError.ts"
import { TransactionRunner } from "./transactions/TransactionRunner.ts"
import { Elsewhere } from "./waking/Elsewhere.ts"
import { Handover, jobOrder } from "./waking/Handover.ts"
import { Lease, type Registration } from "./waking/Lease.ts"
import { Unoffered } from "./waking/Unoffered.ts"
import { Waker } from "./waking/Waker.ts"

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
  readonly mail: Mailroom
  readonly scheduler: Scheduler
  readonly keys: KeyPool
  readonly taskWatch = new TaskWatch()
  readonly #handover: Handover
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
      hasAllCode: () => !settings.client && registry.offersAll,
    }
    this.keys = new KeyPool(store.instances)
    this.instances = new Instances(store, registry, runtime, settings, `${registration.engine}`, {
      get engine() {
        return core.lease.engine
      },
      client: settings.client,
      messageTtl: settings.defaultMessageTtl,
      admits: (handler) => this.runner.places.reserve(handler),
      holds: (handler) => this.runner.places.hold(handler),
      releases: (handler) => this.runner.places.release(handler),
      jobs: (commit) => this.#follow(commit),
      mail: (mail) => this.mail.committed(mail),
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
      fire: (timer, done) => this.#handover.fireTimer(timer, done),
      remove: (timers) => Effect.asVoid(this.#writeRows({ timers: { insert: [], delete: timers } })),
      deliver: (job, done) => this.#handover.deliver(job, done),
      room: () => this.runner.places.room,
      busyHandlers: () => this.runner.places.busyHandlers(),
      awaitRoom: () => this.runner.places.awaitRoom(),
      lostTrack: () => this.lease.lostTrack(),
    })
    this.lease = new Lease(store, runtime, settings.leaseTime, registration, {
      recover: (key, done) => this.#handover.recover(key, done),
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
    this.#handover = new Handover({
      port: store.instances,
      runtime,
      instances: this.instances,
      runner: this.runner,
      engine: () => this.lease.engine,
      removeJobs: (jobs) => this.#writeRows({ jobs: { insert: [], delete: jobs } }),
    })
    this.mail = new Mailroom({
      store,
      runtime,
      registry,
      instances: this.instances,
      keys: this.keys,
      client: settings.client,
      maxValueLength: settings.maxValueLength,
      sweepInterval: settings.sweepInterval,
      leaseTime: settings.leaseTime,
      processes: () => (settings.client ? [] : registry.offeredProcesses),
      isShared: neighbours.isShared,
      freshen: (key, then) => this.#handover.freshen(key, then),
      quarantine: (key, error) => this.#quarantine(key, error),
      forward: ({ id, ...delivery }, { key, process }) =>
        this.#writeRows({
          takes: [{ key, delivery: id }],
          deliveries: [{ from: key, delivery: { ...delivery, key, process } }],
          announce: mailOnly,
        }),
      announce: () => {
        if (neighbours.isShared() && !neighbours.hasAllCode()) runtime.run(this.#writeRows({ announce: mailOnly }))
      },
    })
    this.scheduler = new Scheduler({
      port: store.schedules,
      registry,
      runtime,
      instances: this.instances,
      keys: this.keys,
      sweepInterval: settings.sweepInterval,
      offers: () => this.offers,
    })
    this.#elsewhere = new Elsewhere(store.instances, runtime, this.instances, this.runner)
    this.#unoffered = new Unoffered(store, registry, runtime, settings.client, settings.leaseTime)
    // A client neither sweeps nor takes over.
    if (settings.client) this.waker.stop()
    if (settings.client) this.scheduler.stop()
  }

  /** The definitions whose instances this engine does the work of. */
  get offers(): ReadonlyArray<number> {
    return this.settings.client ? none : this.registry.offers
  }

  /** Starts what goes on for as long as the engine lives. */
  begin(): void {
    this.lease.tick()
    this.waker.sweep()
    this.mail.sweep()
    this.scheduler.sweep()
  }

  /** Another engine says something, or this one hears itself. */
  hear({ work, mail, changed, ended }: Announcement): void {
    if (this.closing) return
    if (mail) this.mail.heard()
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
    return this.instances.busy || this.waker.busy || this.lease.busy || this.mail.busy || this.scheduler.busy
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

  /** Writes rows that belong to no commit of an instance. A store may refuse a batch whose id it has seen. */
  #writeRows(rows: Parameters<typeof emptyBatch>[1]): Effect.Effect<CommitOutcome, StoreError> {
    return Effect.suspend(() => this.store.log.commit(emptyBatch(`${this.#number}/rows/${++this.#rowBatches}`, rows)))
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
      Effect.andThen(Effect.callback<void>((resume) => this.#handover.recover(key, () => resume(Effect.void), true))),
      Effect.tap(() =>
        Effect.sync(() => {
          this.waker.sweep()
          this.mail.release(key)
        }),
      ),
    )
}

const none: ReadonlyArray<number> = []

/** There are deliveries to be brought. */
const mailOnly: Announcement = { work: false, mail: true, changed: [], ended: [] }

const notTaken = (reason: string): string => `the store does not take what follows from the handler's answer: ${reason}`
