/**
 * An alarm clock: rings once at the earliest time it was set to. Times far away are slept in stretches, since
 * timers of JavaScript overflow and clocks are set.
 */
import type { Runtime } from "./Runtime.ts"

export class Alarm {
  readonly #runtime: Runtime
  readonly #ring: () => void
  #at = Number.POSITIVE_INFINITY
  #cancel: (() => void) | undefined
  #stopped = false

  constructor(runtime: Runtime, ring: () => void) {
    this.#runtime = runtime
    this.#ring = ring
  }

  /** Rings at `time`, or earlier if it was set to an earlier time. */
  set(time: number): void {
    if (this.#stopped || time >= this.#at) return
    this.#cancel?.()
    // Clocks count whole milliseconds.
    this.#at = Math.ceil(time)
    this.#sleep()
  }

  /** Never rings again. */
  stop(): void {
    this.#stopped = true
    this.#at = Number.POSITIVE_INFINITY
    this.#cancel?.()
  }

  #sleep(): void {
    const at = this.#at
    const left = Math.min(Math.max(at - this.#runtime.now(), 0), this.#runtime.longestSleep)
    // A sleep may end before it is known how to cancel it, and the ring may have set another time by then.
    let over = false
    const cancel = this.#runtime.sleep(left, () => {
      over = true
      if (this.#at !== at) return
      this.#cancel = undefined
      if (this.#runtime.now() < at) return this.#sleep()
      this.#at = Number.POSITIVE_INFINITY
      this.#ring()
    })
    if (!over) this.#cancel = cancel
  }
}
