/**
 * A map by number whose entries come and go all the time.
 *
 * V8 keeps the old table of a `Map` for as long as it may take when the map is rehashed, and with it everything that
 * was in it: measured, a map of instances that live for milliseconds made a quarter of what they allocate survive to
 * the slow collector. Here tables hold boxes, which are emptied when their entry goes.
 */
interface Box<V> {
  value: V | undefined
}

export class ChurnMap<V> {
  readonly #boxes = new Map<number, Box<V>>()

  get size(): number {
    return this.#boxes.size
  }

  get(key: number): V | undefined {
    return this.#boxes.get(key)?.value
  }

  has(key: number): boolean {
    return this.#boxes.has(key)
  }

  set(key: number, value: V): void {
    const box = this.#boxes.get(key)
    if (box === undefined) this.#boxes.set(key, { value })
    else box.value = value
  }

  delete(key: number): void {
    const box = this.#boxes.get(key)
    if (box === undefined) return
    box.value = undefined
    this.#boxes.delete(key)
  }

  /** The entries as they are now. */
  entries(): ReadonlyArray<readonly [number, V]> {
    const entries: Array<readonly [number, V]> = []
    for (const [key, { value }] of this.#boxes) if (value !== undefined) entries.push([key, value])
    return entries
  }
}
