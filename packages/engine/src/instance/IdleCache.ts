/**
 * Instances on which nothing is under way: the ones used last stay in memory for a while. Most are small, and loading one
 * costs more than keeping it; a few large ones must not fill the memory.
 */

/** What is to be known of an instance here. All of it stays as it is while the instance is idle. */
export interface Idle {
  readonly key: number
  /** Characters of its JSON. */
  readonly snapshotLength: number
  readonly tailLength: number
  readonly values: { readonly length: number }
}

/** Characters of JSON that all of them may stand for: in memory they take some times as much. */
const mostCharacters = 16 * 1024 * 1024

export class IdleCache<Instance extends Idle> {
  readonly #size: number
  readonly #hots = new Map<number, Instance>()
  #characters = 0

  constructor(size: number) {
    this.#size = size
  }

  put(hot: Instance): void {
    if (this.#size === 0) return
    this.take(hot.key)
    this.#hots.set(hot.key, hot)
    this.#characters += lengthOf(hot)
    for (const [oldest] of this.#hots) {
      if (this.#hots.size <= this.#size && this.#characters <= mostCharacters) return
      this.take(oldest)
    }
  }

  peek(key: number): Instance | undefined {
    return this.#hots.get(key)
  }

  take(key: number): Instance | undefined {
    const hot = this.#hots.get(key)
    if (hot !== undefined) {
      this.#hots.delete(key)
      this.#characters -= lengthOf(hot)
    }
    return hot
  }
}

const lengthOf = (hot: Idle): number => hot.snapshotLength + hot.tailLength + hot.values.length
