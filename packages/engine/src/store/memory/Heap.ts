/**
 * A binary heap whose items know their place, so that any of them can be removed.
 */

/** What stands in a heap. `place` belongs to the heap; it is -1 outside of one. */
export interface HeapItem {
  readonly key: number
  readonly id: number
  readonly due: number
  place: number
}

/** Earliest due first, then by key and id. */
export const byDue = (a: Omit<HeapItem, "place">, b: Omit<HeapItem, "place">): number => a.due - b.due || a.key - b.key || a.id - b.id

export class Heap<Item extends HeapItem> {
  readonly #items: Array<Item> = []

  get size(): number {
    return this.#items.length
  }

  /** The earliest item that is `wanted`. */
  first(wanted: (item: Item) => boolean): Item | undefined {
    const [item] = this.#items
    return item === undefined || wanted(item) ? item : this.dueAt(Number.POSITIVE_INFINITY, 1, wanted)[0]
  }

  add(item: Item): void {
    this.#items.push(item)
    this.#up(item, this.#items.length - 1)
  }

  remove(item: Item): void {
    const place = item.place
    const last = this.#items.pop()
    item.place = -1
    if (last === undefined || last === item) return
    this.#up(last, place)
    this.#down(last, last.place)
  }

  /** At most `limit` `wanted` items that are due at `now`, the earliest first; the heap stays as it is. */
  dueAt(now: number, limit: number, wanted: (item: Item) => boolean): Array<Item> {
    const found: Array<Item> = []
    const open: Array<number> = this.#items.length > 0 ? [0] : []
    // The frontier is kept sorted, latest first: it is as long as what was found, and mostly appended to at its end.
    while (open.length > 0 && found.length < limit) {
      const place = open.pop() as number
      const item = this.#items[place]
      if (item === undefined || item.due > now) break
      if (wanted(item)) found.push(item)
      for (const child of [2 * place + 1, 2 * place + 2]) if (child < this.#items.length) this.#insert(open, child)
    }
    return found
  }

  #insert(open: Array<number>, place: number): void {
    const item = this.#items[place] as Item
    let low = 0
    let high = open.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (byDue(this.#items[open[middle] as number] as Item, item) > 0) low = middle + 1
      else high = middle
    }
    open.splice(low, 0, place)
  }

  #up(item: Item, from: number): void {
    let place = from
    while (place > 0) {
      const above = (place - 1) >>> 1
      const parent = this.#items[above] as Item
      if (byDue(parent, item) <= 0) break
      this.#items[place] = parent
      parent.place = place
      place = above
    }
    this.#items[place] = item
    item.place = place
  }

  #down(item: Item, from: number): void {
    let place = from
    for (;;) {
      let below = 2 * place + 1
      if (below >= this.#items.length) break
      const right = this.#items[below + 1]
      if (right !== undefined && byDue(right, this.#items[below] as Item) < 0) below++
      const child = this.#items[below] as Item
      if (byDue(child, item) >= 0) break
      this.#items[place] = child
      child.place = place
      place = below
    }
    this.#items[place] = item
    item.place = place
  }
}
