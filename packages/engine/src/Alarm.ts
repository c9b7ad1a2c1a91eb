/**
 * An alarm clock: rings once at the earliest time it was set to. Times far away are slept in stretches, since
 * timers of JavaScript overflow after 24 days.
 */
import type { Runtime } from "./Runtime.ts"

const longestSleep = 24 * 60 * 60 * 1000

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
    this.#at = time
    this.#sleep()
  }

  /** Never rings again. */
  stop(): void {
    this.#stopped = true
    this.#at = Number.POSITIVE_INFINITY
    this.#cancel?.()
  }

  #sleep(): void {
    const left = this.#at - this.#runtime.now()
    this.#cancel = this.#runtime.sleep(Math.min(Math.max(left, 0), longestSleep), () => {
      if (this.#runtime.now() < this.#at) return this.#sleep()
      this.#at = Number.POSITIVE_INFINITY
      this.#cancel = undefined
      this.#ring()
    })
  }
}
