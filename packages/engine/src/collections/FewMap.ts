/**
 * A map by number that mostly has one entry or none, and sometimes thousands: two short arrays until it is large.
 */
const few = 8

export class FewMap<V> {
  #keys: Array<number> = []
  #values: Array<V> = []
  #many: Map<number, V> | undefined

  get size(): number {
    return this.#many === undefined ? this.#keys.length : this.#many.size
  }

  has(key: number): boolean {
    return this.#many === undefined ? this.#keys.includes(key) : this.#many.has(key)
  }

  get(key: number): V | undefined {
    return this.#many === undefined ? this.#values[this.#keys.indexOf(key)] : this.#many.get(key)
  }

  set(key: number, value: V): void {
    if (this.#many !== undefined) {
      this.#many.set(key, value)
      return
    }
    const at = this.#keys.indexOf(key)
    if (at >= 0) this.#values[at] = value
    else if (this.#keys.length < few) {
      this.#keys.push(key)
      this.#values.push(value)
    } else {
      this.#many = new Map(this.entries())
      this.#many.set(key, value)
      this.#keys = []
      this.#values = []
    }
  }

  /** Whether it was there. */
  delete(key: number): boolean {
    if (this.#many !== undefined) return this.#many.delete(key)
    const at = this.#keys.indexOf(key)
    if (at < 0) return false
    this.#keys.splice(at, 1)
    this.#values.splice(at, 1)
    return true
  }

  /** The entries as they are now, in the order in which they came. */
  entries(): ReadonlyArray<readonly [number, V]> {
    if (this.#many !== undefined) return [...this.#many]
    return this.#keys.map((key, at): readonly [number, V] => [key, this.#values[at] as V])
  }

  /** The values as they are now, in the order in which they came. */
  values(): ReadonlyArray<V> {
    return this.#many === undefined ? [...this.#values] : [...this.#many.values()]
  }
}
