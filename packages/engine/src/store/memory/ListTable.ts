/**
 * Rows that belong to instances and are listed in pages: user tasks and incidents.
 */
import type { Page, PageRequest } from "../Store.ts"
import type { RowRef } from "../Rows.ts"
import { cursorOf } from "../Cursor.ts"
import { Ordered, type OrderedItem } from "./Ordered.ts"

interface Item<Row> extends OrderedItem {
  row: Row
}

export class ListTable<Row extends RowRef> {
  readonly #byKey = new Map<number, Map<number, Item<Row>>>()
  readonly #order = new Ordered<Item<Row>>()

  get({ key, id }: RowRef): Row | undefined {
    return this.#byKey.get(key)?.get(id)?.row
  }

  insert(row: Row): void {
    let ofKey = this.#byKey.get(row.key)
    if (ofKey === undefined) this.#byKey.set(row.key, (ofKey = new Map()))
    const item = ofKey.get(row.id)
    if (item !== undefined) {
      item.row = row
      return
    }
    const added = { key: row.key, id: row.id, gone: false, row }
    ofKey.set(row.id, added)
    this.#order.add(added)
  }

  delete({ key, id }: RowRef): void {
    const ofKey = this.#byKey.get(key)
    const item = ofKey?.get(id)
    if (ofKey === undefined || item === undefined) return
    ofKey.delete(id)
    if (ofKey.size === 0) this.#byKey.delete(key)
    this.#order.remove(item)
  }

  list(query: PageRequest, [key = -1, id = -1]: ReadonlyArray<number>, passes: (row: Row) => boolean): Page<Row> {
    const { items, more } = this.#order.list({ key, id }, query.limit, (item) => passes(item.row))
    const last = items.at(-1)
    return { rows: items.map((item) => item.row), next: more && last !== undefined ? cursorOf(last.key, last.id) : undefined }
  }
}
