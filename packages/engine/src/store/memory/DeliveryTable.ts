/**
 * Deliveries in the order in which they were written.
 */
import type { DeliveryRow, NewDelivery } from "../Rows.ts"
import { getOrAdd } from "./getOrAdd.ts"
import { Ordered, type OrderedItem } from "./Ordered.ts"

interface Item extends OrderedItem {
  readonly row: DeliveryRow
  /** See `placeOf`. */
  readonly place: string | undefined
}

export class DeliveryTable {
  readonly #rows = new Map<number, Item>()
  readonly #order = new Ordered<Item>()
  /** Those that begin an instance by one of starts that belong together. */
  readonly #byPlace = new Map<string, Map<number, Item>>()
  #last = 0

  has(id: number): boolean {
    return this.#rows.has(id)
  }

  insert(delivery: NewDelivery, place?: string): void {
    const id = ++this.#last
    const item: Item = { key: id, id: 0, gone: false, row: { ...delivery, id }, place }
    this.#rows.set(id, item)
    this.#order.add(item)
    if (place !== undefined) getOrAdd(this.#byPlace, place, () => new Map<number, Item>()).set(id, item)
  }

  /** Those at this place, in the order in which they were written. */
  *at(place: string): Iterable<DeliveryRow> {
    for (const { row } of this.#byPlace.get(place)?.values() ?? []) yield row
  }

  delete(id: number): boolean {
    const item = this.#rows.get(id)
    if (item === undefined) return false
    this.#rows.delete(id)
    this.#order.remove(item)
    if (item.place !== undefined) {
      const there = this.#byPlace.get(item.place)
      there?.delete(id)
      if (there?.size === 0) this.#byPlace.delete(item.place)
    }
    return true
  }

  due(after: number, limit: number, wanted: (row: DeliveryRow) => boolean): ReadonlyArray<DeliveryRow> {
    return this.#order.list({ key: after, id: 0 }, limit, ({ row }) => wanted(row)).items.map(({ row }) => row)
  }
}
