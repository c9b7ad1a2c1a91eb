/**
 * Items in the order of (key, id). Adding and removing cost next to nothing: the order is made when a list asks for
 * it, and items that are gone are skipped and swept out when they are many.
 */

export interface OrderedItem {
  readonly key: number
  readonly id: number
  gone: boolean
}

const compare = (a: { readonly key: number; readonly id: number }, b: { readonly key: number; readonly id: number }): number =>
  a.key - b.key || a.id - b.id

export class Ordered<Item extends OrderedItem> {
  #items: Array<Item> = []
  #sorted = true
  #gone = 0

  add(item: Item): void {
    const last = this.#items.at(-1)
    if (last !== undefined && compare(last, item) > 0) this.#sorted = false
    this.#items.push(item)
  }

  remove(item: Item): void {
    item.gone = true
    this.#gone++
    if (this.#gone < 64 || this.#gone * 2 < this.#items.length) return
    this.#items = this.#items.filter((kept) => !kept.gone)
    this.#gone = 0
  }

  /** At most `limit` items after `after` that pass, and whether there are more. */
  list(
    after: { readonly key: number; readonly id: number },
    limit: number,
    passes: (item: Item) => boolean,
  ): { readonly items: ReadonlyArray<Item>; readonly more: boolean } {
    if (!this.#sorted) {
      this.#items.sort(compare)
      this.#sorted = true
    }
    const items: Array<Item> = []
    for (let place = this.#firstAfter(after); place < this.#items.length; place++) {
      const item = this.#items[place] as Item
      if (item.gone || !passes(item)) continue
      if (items.length === limit) return { items, more: true }
      items.push(item)
    }
    return { items, more: false }
  }

  #firstAfter(after: { readonly key: number; readonly id: number }): number {
    let low = 0
    let high = this.#items.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(this.#items[middle] as Item, after) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
