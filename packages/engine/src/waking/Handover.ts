/**
 * Hands open work out: timers that are due, jobs whose rows were taken, and everything of an instance that is taken over.
 */
import type { JobDescription } from "@millrace/kernel"
import { type Effect, Exit } from "effect"
import type { EngineError } from "../EngineError.ts"
import type { Hot } from "../instance/Hot.ts"
import type { Instances } from "../instance/Instances.ts"
import { retryAfter } from "../instance/Refusals.ts"
import type { JobRunner } from "../jobs/JobRunner.ts"
import type { JobOrder } from "../jobs/RunningJob.ts"
import type { Runtime } from "../Runtime.ts"
import type { RowRef } from "../store/Rows.ts"
import type { InstancePort, TakenJob } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"
import type { Fired } from "./Waker.ts"

export interface HandoverHost {
  readonly port: InstancePort
  readonly runtime: Runtime
  readonly instances: Instances
  readonly runner: JobRunner
  /** The number under which the engine works. */
  readonly engine: () => number
  /** Removes rows of jobs that their instances do not have. */
  readonly removeJobs: (jobs: ReadonlyArray<RowRef>) => Effect.Effect<unknown, StoreError>
}

export class Handover {
  readonly #host: HandoverHost
  /** Codes of troubles that operators have been told of. */
  readonly #said = new Set<string>()

  constructor(host: HandoverHost) {
    this.#host = host
  }

  /** Fires a timer; `done` says what became of its row. */
  fireTimer(timer: RowRef, done: (became: Fired) => void): void {
    const fire = (isFresh: boolean) =>
      this.#host.instances.send(timer.key, {
        command: (now) => ({ type: "TriggerTimer", timer: timer.id, now }),
        internal: false,
        reply: (answer) => {
          if (answer === "accepted") return done("gone")
          if (answer._tag !== "Rejection") return done(isAway(answer) ? "refused" : "left")
          // What is in memory may be older than the row.
          if (isFresh) done("stray")
          else this.freshen(timer.key, (known) => (known ? fire(true) : done("refused")))
        },
      })
    fire(false)
  }

  /** Sees to it that what is in memory of an instance is what the store has; `then` is told whether that is known. */
  freshen(key: number, then: (known: boolean) => void): void {
    const { instances, runtime, port } = this.#host
    if (!instances.isKnown(key)) {
      then(true)
      return
    }
    runtime.run(port.byKey(key), (exit) => {
      if (Exit.isSuccess(exit) && exit.value !== undefined) instances.catchUp(key, exit.value.seq)
      then(Exit.isSuccess(exit))
    })
  }

  /** Hands out a job whose row this engine has taken. What fails is tried again, as long as the row is this engine's. */
  deliver(row: TakenJob, done: () => void): void {
    const { instances, runtime, runner, engine, removeJobs } = this.#host
    if (row.owner !== engine()) {
      done()
      return
    }
    const tryAgain = () => {
      done()
      // It may have been handed out before the trouble began.
      runtime.sleep(retryAfter, () => this.deliver({ ...row, orphaned: true }, () => {}))
    }
    let order: JobOrder | undefined
    const deliver = (known: boolean) => {
      if (!known) return tryAgain()
      instances.send(row.key, {
        look: (hot) => {
          order = orderOf(hot, row.id)
          if (order !== undefined) hot.rowJobs.set(row.id, "taken")
        },
        failed: (error) => (error._tag === "StoreError" ? tryAgain() : done()),
        done: () => {
          if (order === undefined) runtime.run(removeJobs([row]), done)
          else if (runner.has(order) || row.owner !== engine()) done()
          else if (row.orphaned) this.#redeliver(order, (known) => (known ? done() : tryAgain()))
          else {
            runner.places.hold(order.description.handler)
            runner.start(order)
            done()
          }
        },
      })
    }
    this.freshen(row.key, deliver)
  }

  /** Has a job handed out anew; `done` says whether it is known what came of that. */
  #redeliver({ key, job, description: { attempt, delivery } }: JobOrder, done: (known: boolean) => void): void {
    this.#host.instances.send(key, {
      command: (now) => ({ type: "RedeliverJob", job, attempt, delivery, now }),
      internal: false,
      // A rejection says that something else came of the job meanwhile.
      reply: (answer) => done(answer === "accepted" || answer._tag !== "StoreError"),
    })
  }

  /** The instance's open work is ours now: what does not run here is handed out anew, where `all` also what others had taken. */
  recover(key: number, done: () => void, all = false): void {
    const { instances, runtime, runner } = this.#host
    const engine = this.#host.engine()
    instances.forget(key)
    const tryAgain = () => {
      done()
      runtime.sleep(retryAfter, () => {
        // Else its owner is gone, and it is taken over once more.
        if (engine === this.#host.engine()) this.recover(key, () => {}, all)
      })
    }
    let orders: ReadonlyArray<JobOrder> = []
    instances.send(key, {
      look: (hot) => {
        if (hot.owner !== null) hot.owner = engine
        const jobs = hot.directJobs.entries().map(([job]) => job)
        if (all) for (const [job, row] of hot.rowJobs.entries()) if (row === "taken") jobs.push(job)
        orders = jobs.flatMap((job) => orderOf(hot, job) ?? []).filter((order) => !runner.has(order))
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
    this.#host.runtime.warn(message, { code })
  }
}

/** The store is away, for all alike: it has not to do with one instance. */
const isAway = (error: StoreError | EngineError): boolean =>
  error._tag === "StoreError" && error.code !== "StoreFailed" && error.code !== "StoreCorrupt" && error.code !== "KeyMissing"

/** The job of an instance, as it is handed to its handler. */
export const jobOrder = (hot: Hot, job: number, description: JobDescription): JobOrder => ({
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
