/**
 * A job in the hands of this engine: waiting for a place, or running.
 */
import {
  type Bindings,
  deepFreeze,
  type HandlerContext,
  type JobDescription,
  type Json,
  type JsonObject,
  readValue,
  type TransactionSql,
} from "@millrace/kernel"
import type { OpenStep } from "../transactions/insideTransaction.ts"
import type { Deadline, Watched } from "./Deadlines.ts"
import { Pulse, type Reports } from "./Pulse.ts"

/** What a job is about; a result is refused unless all of it is still so. */
export interface JobOrder {
  readonly key: number
  readonly instance: string
  readonly process: string
  readonly job: number
  readonly description: JobDescription
  readonly bindings: Bindings
}

/** Whether the handler works in the transaction that records its result; what stands in for it in a test does not. */
export const isTransactional = ({ description, bindings }: JobOrder): boolean =>
  description.transactional === true && bindings.mocked?.has(description.handler) !== true

/** A job that an engine has taken on. */
export class RunningJob implements Watched<RunningJob> {
  readonly order: JobOrder
  /** `waiting` for a place of its handler, `ready` for one of the engine, `running`, or `over`: answered, or dropped. */
  phase: "waiting" | "ready" | "running" | "over" = "waiting"
  /** When it runs out of time; kept by `Deadlines`. */
  deadline: Deadline<RunningJob> | undefined
  /** Interrupts the fiber of a handler that gave an Effect. */
  interrupt: (() => void) | undefined
  /** At most so many jobs of its handler at once. */
  readonly limit: number | undefined
  /** The transaction in which its handler runs. */
  transaction: { readonly sql: TransactionSql; readonly step: OpenStep } | undefined
  /** Its heartbeats, once there are any or some are awaited. */
  pulse: Pulse | undefined
  #controller: AbortController | undefined
  #aborted: Error | undefined

  constructor(order: JobOrder, limit = order.description.concurrency) {
    this.order = order
    this.limit = limit
  }

  /** Made when it is asked for: most handlers never do. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#aborted !== undefined) this.#controller.abort(this.#aborted)
    }
    return this.#controller.signal
  }

  /** Why the handler was told to stop, if it was. */
  get aborted(): Error | undefined {
    return this.#aborted
  }

  /** Tells the handler to stop. */
  abort(reason: string): void {
    this.#aborted = new Error(reason)
    this.#controller?.abort(this.#aborted)
    this.interrupt?.()
  }
}

/**
 * What a handler gets. All but the signal are its own properties: a handler may spread it. The signal is made when it
 * is asked for, which most handlers never do.
 */
export class HandlerCall implements HandlerContext {
  readonly vars: JsonObject
  readonly idempotencyKey: string
  readonly attempt: number
  readonly instance: string
  readonly progress: Json | undefined
  readonly heartbeat: (progress?: unknown) => Promise<void>
  declare readonly sql?: TransactionSql
  readonly #job: RunningJob

  constructor(job: RunningJob, reports: Reports) {
    const { description, instance, job: id } = job.order
    this.#job = job
    this.vars = description.vars
    this.idempotencyKey = `${instance}/${description.work ?? id}`
    this.attempt = description.attempt
    this.instance = instance
    this.progress = description.progress === undefined ? undefined : deepFreeze(readValue(description.progress))
    if (job.transaction !== undefined) this.sql = job.transaction.sql
    this.heartbeat = (progress) => {
      job.pulse ??= new Pulse(job, reports)
      return job.pulse.beat(progress)
    }
  }

  get signal(): AbortSignal {
    return this.#job.signal
  }
}
