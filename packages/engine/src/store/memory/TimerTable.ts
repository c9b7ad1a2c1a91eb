/**
 * Timer rows, the earliest first.
 */
import type { RowRef, TimerRow } from "../Rows.ts"
import { Heap, type HeapItem } from "./Heap.ts"

export class TimerTable {
  readonly #byKey = new Map<number, Map<number, HeapItem>>()
  readonly #heap = new Heap<HeapItem>()

  insert(row: TimerRow): void {
    this.delete(row)
    let ofKey = this.#byKey.get(row.key)
    if (ofKey === undefined) this.#byKey.set(row.key, (ofKey = new Map()))
    const timer = { key: row.key, id: row.id, due: row.due, place: -1 }
    ofKey.set(row.id, timer)
    this.#heap.add(timer)
  }

  delete({ key, id }: RowRef): void {
    const ofKey = this.#byKey.get(key)
    const timer = ofKey?.get(id)
    if (ofKey === undefined || timer === undefined) return
    ofKey.delete(id)
    if (ofKey.size === 0) this.#byKey.delete(key)
    this.#heap.remove(timer)
  }

  due(now: number, limit: number): Array<TimerRow> {
    return this.#heap.dueAt(now, limit).map(({ key, id, due }) => ({ key, id, due }))
  }

  nextDue(): number | undefined {
    return this.#heap.first()?.due
  }
}
