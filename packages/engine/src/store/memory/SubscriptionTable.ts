/**
 * Subscriptions: listed in pages, found by what a message is sent to, and by the name of a signal.
 */
import { addressOf } from "../addressOf.ts"
import type { RowRef, SubscriptionRow } from "../Rows.ts"
import { getOrAdd } from "./getOrAdd.ts"
import { Heap, type HeapItem } from "./Heap.ts"
import { ListTable } from "./ListTable.ts"
import { RowMap } from "./RowMap.ts"

export class SubscriptionTable extends ListTable<SubscriptionRow> {
  /** Who waits for messages and has none on the way, by address, the oldest first. */
  readonly #waiting = new Map<string, Heap<HeapItem>>()
  readonly #places = new RowMap<HeapItem>()
  readonly #bySignal = new Map<string, Map<string, RowRef>>()
  /** Told of each address at which somebody begins to wait. */
  readonly #onWait: (address: string, name: string) => void

  constructor(onWait: (address: string, name: string) => void) {
    super()
    this.#onWait = onWait
  }

  override insert(row: SubscriptionRow): void {
    this.delete(row)
    super.insert(row)
    if (row.kind === "signal") {
      getOrAdd(this.#bySignal, row.name, () => new Map<string, RowRef>()).set(`${row.key}/${row.id}`, row)
      return
    }
    if (row.taken) return
    const address = addressOf(row.name, row.correlation)
    const place = { key: row.key, id: row.id, due: row.createdAt, place: -1 }
    this.#places.set(row, place)
    getOrAdd(this.#waiting, address, () => new Heap<HeapItem>()).add(place)
    this.#onWait(address, row.name)
  }

  override delete(ref: RowRef): void {
    const row = this.get(ref)
    if (row === undefined) return
    super.delete(ref)
    if (row.kind === "signal") {
      const ofName = this.#bySignal.get(row.name)
      ofName?.delete(`${row.key}/${row.id}`)
      if (ofName?.size === 0) this.#bySignal.delete(row.name)
      return
    }
    this.#leave(row)
  }

  /** The oldest one that waits at an address, if it did at this time; from now on it is taken, unless it stays. */
  takeFirst(address: string, at: number): SubscriptionRow | undefined {
    const place = this.#waiting.get(address)?.first(() => true)
    if (place !== undefined && place.due > at) return undefined
    const row = place === undefined ? undefined : this.get(place)
    if (row === undefined || row.stays) return row
    this.#leave(row)
    super.insert({ ...row, taken: true })
    return row
  }

  /** Who waits for a signal. */
  ofSignal(name: string): Array<SubscriptionRow> {
    return [...(this.#bySignal.get(name)?.values() ?? [])]
      .flatMap((ref) => this.get(ref) ?? [])
      .sort((a, b) => a.key - b.key || a.id - b.id)
  }

  #leave(row: SubscriptionRow): void {
    const place = this.#places.take(row)
    if (place === undefined) return
    const address = addressOf(row.name, row.correlation)
    const heap = this.#waiting.get(address)
    heap?.remove(place)
    if (heap?.size === 0) this.#waiting.delete(address)
  }
}
