/**
 * Deliveries in the order in which they were written.
 */
import type { DeliveryRow, NewDelivery } from "../Rows.ts"
import { Ordered, type OrderedItem } from "./Ordered.ts"

interface Item extends OrderedItem {
  readonly row: DeliveryRow
}

export class DeliveryTable {
  readonly #rows = new Map<number, Item>()
  readonly #order = new Ordered<Item>()
  #last = 0

  has(id: number): boolean {
    return this.#rows.has(id)
  }

  insert(delivery: NewDelivery): void {
    const id = ++this.#last
    const item: Item = { key: id, id: 0, gone: false, row: { ...delivery, id } }
    this.#rows.set(id, item)
    this.#order.add(item)
  }

  delete(id: number): boolean {
    const item = this.#rows.get(id)
    if (item === undefined) return false
    this.#rows.delete(id)
    this.#order.remove(item)
    return true
  }

  due(after: number, limit: number, wanted: (row: DeliveryRow) => boolean): ReadonlyArray<DeliveryRow> {
    return this.#order.list({ key: after, id: 0 }, limit, ({ row }) => wanted(row)).items.map(({ row }) => row)
  }
}
