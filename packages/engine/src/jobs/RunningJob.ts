/**
 * A job in the hands of this engine: waiting for a place, or running.
 */
import type { Bindings, HandlerContext, JobDescription, JsonObject } from "@millrace/kernel"

/** What a job is about; a result is refused unless all of it is still so. */
export interface JobOrder {
  readonly key: number
  readonly instance: string
  readonly process: string
  readonly job: number
  readonly description: JobDescription
  readonly bindings: Bindings
}

/** What handlers get. The signal is made when it is asked for: most handlers never do. */
export class RunningJob implements HandlerContext {
  readonly order: JobOrder
  /** `waiting` for a place of its handler, `ready` for one of the engine, `running`, or `over`: answered, or dropped. */
  phase: "waiting" | "ready" | "running" | "over" = "waiting"
  /** Interrupts the fiber of a handler that gave an Effect. */
  interrupt: (() => void) | undefined
  #controller: AbortController | undefined
  #aborted: Error | undefined

  constructor(order: JobOrder) {
    this.order = order
  }

  get vars(): JsonObject {
    return this.order.description.vars
  }
  get attempt(): number {
    return this.order.description.attempt
  }
  get instance(): string {
    return this.order.instance
  }
  get idempotencyKey(): string {
    return `${this.order.instance}/${this.order.description.work ?? this.order.job}`
  }
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#aborted !== undefined) this.#controller.abort(this.#aborted)
    }
    return this.#controller.signal
  }

  /** Tells the handler to stop. */
  abort(reason: string): void {
    this.#aborted = new Error(reason)
    this.#controller?.abort(this.#aborted)
    this.interrupt?.()
  }
}
