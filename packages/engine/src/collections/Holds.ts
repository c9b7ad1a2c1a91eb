/**
 * Deliveries that could not be brought, by whom they are for: tried again later, less often each time. What one target
 * refuses keeps no other one waiting.
 */

interface Held {
  readonly until: number
  readonly times: number
  readonly refusals: number
}

const first = 1000
const longest = 60_000

/** More targets than these are not remembered: the oldest are tried again too early. */
const most = 10_000

export class Holds {
  readonly #held = new Map<string, Held>()

  /** Holds back what is for this target; gives the time at which it is tried again. `refused`: the store does not take it. */
  hold(target: string, now: number, refused = false): number {
    const standing = this.#held.get(target)
    // What is for it besides is held back with it.
    if (standing !== undefined && standing.until > now) return standing.until
    const times = (standing?.times ?? 0) + 1
    const refusals = this.refusals(target) + (refused ? 1 : 0)
    const until = now + Math.min(longest, first * 2 ** (times - 1))
    this.#held.delete(target)
    this.#held.set(target, { until, times, refusals })
    if (this.#held.size > most) this.#forgetOldest()
    return until
  }

  /** How often in a row the store did not take it. That the store was away says nothing about it. */
  refusals(target: string): number {
    return this.#held.get(target)?.refusals ?? 0
  }

  has(target: string, now: number): boolean {
    return (this.#held.get(target)?.until ?? 0) > now
  }

  /** False where nothing was held back. */
  release(target: string): boolean {
    return this.#held.size > 0 && this.#held.delete(target)
  }

  #forgetOldest(): void {
    const oldest = this.#held.keys().next().value
    if (oldest !== undefined) this.#held.delete(oldest)
  }
}
