/**
 * Rows that belong to instances and are listed in pages: user tasks and incidents.
 */

import { cursorOf } from "../Cursor.ts"
import type { RowRef } from "../Rows.ts"
import type { Page, PageRequest } from "../Store.ts"
import { Ordered, type OrderedItem } from "./Ordered.ts"
import { RowMap } from "./RowMap.ts"

interface Item<Row> extends OrderedItem {
  row: Row
}

export class ListTable<Row extends RowRef> {
  readonly #rows = new RowMap<Item<Row>>()
  readonly #order = new Ordered<Item<Row>>()

  get(ref: RowRef): Row | undefined {
    return this.#rows.get(ref)?.row
  }

  /** Whether an instance has any. */
  has(key: number): boolean {
    return this.#rows.has(key)
  }

  insert(row: Row): void {
    const item = this.#rows.get(row)
    if (item !== undefined) {
      item.row = row
      return
    }
    const added = { key: row.key, id: row.id, gone: false, row }
    this.#rows.set(row, added)
    this.#order.add(added)
  }

  delete(ref: RowRef): void {
    const item = this.#rows.take(ref)
    if (item !== undefined) this.#order.remove(item)
  }

  list(query: PageRequest, [key = -1, id = -1]: ReadonlyArray<number>, passes: (row: Row) => boolean): Page<Row> {
    const { items, more } = this.#order.list({ key, id }, query.limit, (item) => passes(item.row))
    const last = items.at(-1)
    return { rows: items.map((item) => item.row), next: more && last !== undefined ? cursorOf(last.key, last.id) : undefined }
  }
}
