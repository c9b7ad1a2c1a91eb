/**
 * Deliveries that nobody takes, removed in groups.
 */
import { Exit } from "effect"
import type { Runtime } from "../Runtime.ts"
import type { DeliveryPort } from "../store/Store.ts"

interface Removal {
  readonly id: number
  readonly done: (removed: boolean) => void
}

export class Removals {
  readonly #port: DeliveryPort
  readonly #runtime: Runtime
  #waiting: Array<Removal> = []

  constructor(port: DeliveryPort, runtime: Runtime) {
    this.#port = port
    this.#runtime = runtime
  }

  /** `done` is told whether it is gone now. */
  add(id: number, done: (removed: boolean) => void): void {
    this.#waiting.push({ id, done })
    if (this.#waiting.length === 1) setImmediate(() => this.#remove())
  }

  #remove(): void {
    const removals = this.#waiting
    this.#waiting = []
    const ids = removals.map(({ id }) => id)
    this.#runtime.run(this.#port.remove(ids), (exit) => {
      for (const { done } of removals) done(Exit.isSuccess(exit))
    })
  }
}
