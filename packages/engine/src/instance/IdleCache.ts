/**
 * Instances on which nothing is under way: the ones used last stay in memory for a while.
 */
import type { Hot } from "./Hot.ts"

export class IdleCache {
  readonly #size: number
  readonly #hots = new Map<number, Hot>()

  constructor(size: number) {
    this.#size = size
  }

  put(hot: Hot): void {
    if (this.#size === 0) return
    this.#hots.set(hot.key, hot)
    if (this.#hots.size > this.#size) {
      const oldest = this.#hots.keys().next().value
      if (oldest !== undefined) this.#hots.delete(oldest)
    }
  }

  peek(key: number): Hot | undefined {
    return this.#hots.get(key)
  }

  take(key: number): Hot | undefined {
    const hot = this.#hots.get(key)
    if (hot !== undefined) this.#hots.delete(key)
    return hot
  }
}
