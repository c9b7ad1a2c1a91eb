/**
 * Timer rows, the earliest first.
 */
import type { RowRef, TimerRow } from "../Rows.ts"
import { Heap, type HeapItem } from "./Heap.ts"
import { RowMap } from "./RowMap.ts"

export class TimerTable {
  readonly #rows = new RowMap<HeapItem>()
  readonly #heap = new Heap<HeapItem>()

  insert(row: TimerRow): void {
    this.delete(row)
    const timer = { key: row.key, id: row.id, due: row.due, place: -1 }
    this.#rows.set(row, timer)
    this.#heap.add(timer)
  }

  delete(ref: RowRef): void {
    const timer = this.#rows.take(ref)
    if (timer !== undefined) this.#heap.remove(timer)
  }

  due(now: number, limit: number): Array<TimerRow> {
    return this.#heap.dueAt(now, limit).map(({ key, id, due }) => ({ key, id, due }))
  }

  nextDue(): number | undefined {
    return this.#heap.first()?.due
  }
}
