/**
 * A map by number that mostly has one entry or none, and sometimes thousands: a single entry needs no table.
 */
export class FewMap<V> {
  #size = 0
  #key = 0
  #value: V | undefined
  #table: Map<number, V> | undefined

  get size(): number {
    return this.#table === undefined ? this.#size : this.#table.size
  }

  has(key: number): boolean {
    return this.#table === undefined ? this.#size === 1 && this.#key === key : this.#table.has(key)
  }

  get(key: number): V | undefined {
    if (this.#table !== undefined) return this.#table.get(key)
    return this.#size === 1 && this.#key === key ? this.#value : undefined
  }

  set(key: number, value: V): void {
    if (this.#table !== undefined) {
      this.#table.set(key, value)
    } else if (this.#size === 0 || this.#key === key) {
      this.#size = 1
      this.#key = key
      this.#value = value
    } else {
      this.#table = new Map(this.entries())
      this.#table.set(key, value)
      this.#value = undefined
    }
  }

  /** Whether it was there. */
  delete(key: number): boolean {
    if (this.#table !== undefined) return this.#table.delete(key)
    if (!this.has(key)) return false
    this.#size = 0
    this.#value = undefined
    return true
  }

  /** The entries as they are now, in the order in which they came. */
  entries(): ReadonlyArray<readonly [number, V]> {
    if (this.#table !== undefined) return [...this.#table]
    return this.#size === 1 ? [[this.#key, this.#value as V]] : []
  }

  /** The values as they are now, in the order in which they came. */
  values(): ReadonlyArray<V> {
    return this.entries().map(([, value]) => value)
  }
}
