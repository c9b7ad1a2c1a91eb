/**
 * Items by instance and by their id within it.
 */
import type { RowRef } from "../Rows.ts"
import { getOrAdd } from "./getOrAdd.ts"

export class RowMap<Item> {
  readonly #byKey = new Map<number, Map<number, Item>>()

  get({ key, id }: RowRef): Item | undefined {
    return this.#byKey.get(key)?.get(id)
  }

  set({ key, id }: RowRef, item: Item): void {
    getOrAdd(this.#byKey, key, () => new Map<number, Item>()).set(id, item)
  }

  /** Removes an item and gives it. */
  take({ key, id }: RowRef): Item | undefined {
    const ofKey = this.#byKey.get(key)
    const item = ofKey?.get(id)
    if (ofKey === undefined || item === undefined) return undefined
    ofKey.delete(id)
    if (ofKey.size === 0) this.#byKey.delete(key)
    return item
  }

  has(key: number): boolean {
    return this.#byKey.has(key)
  }

  of(key: number): Iterable<Item> {
    return this.#byKey.get(key)?.values() ?? []
  }
}
