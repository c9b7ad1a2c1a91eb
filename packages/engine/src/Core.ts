/**
 * The engine's parts, wired: instance loop, jobs, wake-ups and lease, each told what the others found.
 */
import type { Command, Value } from "@millrace/kernel"
import { Effect } from "effect"
import { Endings } from "./api/Endings.ts"
import { emptyBatch } from "./commit/emptyBatch.ts"
import type { EngineError } from "./EngineError.ts"
import type { Settings } from "./EngineOptions.ts"
import type { Answer, Hot } from "./instance/Hot.ts"
import { Instances } from "./instance/Instances.ts"
import type { PendingCommit } from "./instance/PendingCommit.ts"
import type { Outcome } from "./jobs/invoke.ts"
import { JobRunner } from "./jobs/JobRunner.ts"
import type { RunningJob } from "./jobs/RunningJob.ts"
import type { Registry } from "./models/Registry.ts"
import type { Runtime } from "./Runtime.ts"
import type { RowRef } from "./store/Rows.ts"
import type { Store, TakenJob } from "./store/Store.ts"
import { Lease } from "./waking/Lease.ts"
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
  /** No more work is taken. */
  closing = false
  /** Everything is written, and the lease is given back. */
  closed = false

  constructor(store: Store["Service"], registry: Registry, runtime: Runtime, settings: Settings, engine: number) {
    this.store = store
    this.registry = registry
    this.runtime = runtime
    this.settings = settings
    const core = this
    this.instances = new Instances(store, registry, runtime, settings, `${engine}`, {
      get engine() {
        return core.lease.engine
      },
      admits: (handler) => this.runner.places.reserve(handler),
      holds: (handler) => this.runner.places.hold(handler),
      releases: (handler) => this.runner.places.release(handler),
      jobs: (commit) => this.#startJobs(commit),
      dropped: (commit) => {
        for (const { handler } of commit.dispatches.values()) this.runner.places.release(handler)
      },
      wakeAt: (time) => this.waker.wakeAt(time),
      ended: (hot, ending) => this.endings.ended(hot.key, ending),
      broken: (key, error) => this.#quarantine(key, error),
    })
    this.runner = new JobRunner(runtime, settings, {
      finished: (job, outcome) => this.#finishJob(job, outcome),
      roomFreed: () => {
        this.waker.sweep()
        this.lease.roomFreed()
      },
    })
    this.waker = new Waker(store, runtime, settings.sweepInterval, {
      engine: () => this.lease.engine,
      fire: (timer, done) => this.#fireTimer(timer, done),
      deliver: (job, done) => this.#deliver(job, done),
      room: () => this.runner.places.room,
      busyHandlers: () => this.runner.places.busyHandlers(),
      awaitRoom: () => this.runner.places.awaitRoom(),
    })
    this.lease = new Lease(store, runtime, settings.leaseTime, engine, {
      recover: (key, done) => this.#recover(key, done),
      room: () => this.runner.places.room,
      awaitRoom: () => this.runner.places.awaitRoom(),
      lost: () => this.runner.abortAll("the engine's lease was lost"),
    })
    this.endings = new Endings(store.instances, runtime, settings.sweepInterval, (key) => this.instances.isHot(key))
  }

  /** Whether anything is under way but handlers. */
  get busy(): boolean {
    return this.instances.busy || this.waker.busy || this.lease.busy
  }

  /** A command of the engine itself: tried until the store takes it. */
  #tell(key: number, command: (now: number, value: (text: string) => Value) => Command, reply: (answer: Answer) => void): void {
    this.instances.send(key, { command, reply, internal: true })
  }

  #startJobs(commit: PendingCommit): void {
    const { hot } = commit
    for (const job of commit.cancelledJobs) this.runner.cancel(hot.key, job, "the job was cancelled")
    for (const [job, description] of commit.dispatches.entries()) {
      this.runner.start({ key: hot.key, instance: hot.id, process: hot.model.row.id, job, description, bindings: hot.model.bindings })
    }
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
    )
  }

  #fireTimer(timer: RowRef, done: () => void): void {
    this.#tell(
      timer.key,
      (now) => ({ type: "TriggerTimer", timer: timer.id, now }),
      (answer) => {
        // Rows follow events, so that only a damaged store has a row whose timer is gone.
        if (answer !== "accepted" && answer._tag === "Rejection") this.#removeRow({ timers: { insert: [], delete: [timer] } })
        done()
      },
    )
  }

  #removeRow(rows: Pick<Parameters<typeof emptyBatch>[1], "timers" | "jobs">): void {
    this.runtime.run(this.store.log.commit(emptyBatch(`${this.lease.engine}/rows/${this.runtime.now()}`, rows)))
  }

  #deliver(row: TakenJob, done: () => void): void {
    this.instances.send(row.key, {
      look: (hot) => {
        const description = hot.model.decider.describeJob(hot.model.compiled, hot.state, row.id)
        if (description === undefined) return this.#removeRow({ jobs: { insert: [], delete: [row] } })
        hot.rowJobs.set(row.id, true)
        if (row.orphaned) this.#redeliver(hot, row.id)
        else if (!this.runner.has(hot.key, row.id)) {
          this.runner.places.hold(description.handler)
          this.runner.start({
            key: hot.key,
            instance: hot.id,
            process: hot.model.row.id,
            job: row.id,
            description,
            bindings: hot.model.bindings,
          })
        }
      },
      failed: done,
      done,
    })
  }

  #redeliver(hot: Hot, job: number): void {
    const description = hot.model.decider.describeJob(hot.model.compiled, hot.state, job)
    if (description === undefined) return
    const { attempt, delivery } = description
    this.#tell(
      hot.key,
      (now) => ({ type: "RedeliverJob", job, attempt, delivery, now }),
      () => {},
    )
  }

  /** The instance's direct jobs are ours now: those that do not run here are handed out anew. */
  #recover(key: number, done: () => void): void {
    this.instances.forget(key)
    this.instances.send(key, {
      look: (hot) => {
        hot.owner = this.lease.engine
        for (const [job] of hot.directJobs.entries()) if (!this.runner.has(key, job)) this.#redeliver(hot, job)
      },
      failed: done,
      done,
    })
  }

  #quarantine(key: number, { message, instance = "", process = "" }: EngineError): void {
    const incident = { key, id: 0, instance, process, element: "", code: "InstanceQuarantined", message, createdAt: this.runtime.now() }
    const write = Effect.andThen(
      this.store.instances.quarantine(key, JSON.stringify({ code: "InstanceQuarantined", message })),
      this.store.log.commit(emptyBatch(`${this.lease.engine}/quarantine/${key}`, { incidents: { insert: [incident], delete: [] } })),
    )
    this.runtime.warn(message, { code: "InstanceQuarantined" })
    this.runtime.run(write)
  }

  /** Lifts the quarantine of an instance and hands its open work out anew. */
  readonly retryQuarantined = (key: number) =>
    Effect.andThen(
      this.store.instances.quarantine(key, null),
      this.store.log.commit(
        emptyBatch(`${this.lease.engine}/retry/${key}/${this.runtime.now()}`, { incidents: { insert: [], delete: [{ key, id: 0 }] } }),
      ),
    ).pipe(
      Effect.andThen(Effect.callback<void>((resume) => this.#recover(key, () => resume(Effect.void)))),
      Effect.tap(() => Effect.sync(() => this.waker.sweep())),
    )
}
