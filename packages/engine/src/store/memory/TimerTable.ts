/**
 * Timer rows, the earliest first.
 */
import type { RowRef, TimerRow } from "../Rows.ts"
import { Heap, type HeapItem } from "./Heap.ts"
import { RowMap } from "./RowMap.ts"

export class TimerTable {
  readonly #rows = new RowMap<HeapItem>()
  readonly #heap = new Heap<HeapItem>()
  /** Instances whose timers are not handed out. */
  readonly #held = new Set<number>()

  /** Whether an instance has any. */
  has(key: number): boolean {
    return this.#rows.has(key)
  }

  insert(row: TimerRow): void {
    this.delete(row)
    const timer = { key: row.key, id: row.id, due: row.due, place: -1 }
    this.#rows.set(row, timer)
    if (!this.#held.has(row.key)) this.#heap.add(timer)
  }

  delete(ref: RowRef): void {
    const timer = this.#rows.take(ref)
    if (timer !== undefined && !this.#held.has(ref.key)) this.#heap.remove(timer)
  }

  /** Holds back the timers of an instance, or lets them go. */
  hold(key: number, held: boolean): void {
    if (this.#held.has(key) === held) return
    for (const timer of this.#rows.of(key)) {
      if (held) this.#heap.remove(timer)
      else this.#heap.add(timer)
    }
    if (held) this.#held.add(key)
    else this.#held.delete(key)
  }

  /** Only of instances that are `wanted`. */
  due(now: number, limit: number, wanted: (key: number) => boolean): Array<TimerRow> {
    return this.#heap.dueAt(now, limit, ({ key }) => wanted(key)).map(({ key, id, due }) => ({ key, id, due }))
  }

  nextDue(wanted: (key: number) => boolean): number | undefined {
    return this.#heap.first(({ key }) => wanted(key))?.due
  }
}
