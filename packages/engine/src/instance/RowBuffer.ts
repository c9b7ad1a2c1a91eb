/**
 * Rows of one index that a commit inserts and deletes. What is inserted and deleted again is neither.
 */
import type { RowRef } from "../store/Rows.ts"

export class RowBuffer<Row extends RowRef> {
  #inserts: Map<number, Row> | undefined
  #deletes: Set<number> | undefined

  get(id: number): Row | undefined {
    return this.#inserts?.get(id)
  }

  insert(row: Row): void {
    this.#deletes?.delete(row.id)
    this.#inserts ??= new Map()
    this.#inserts.set(row.id, row)
  }

  delete(id: number): void {
    this.#inserts?.delete(id)
    this.#deletes ??= new Set()
    this.#deletes.add(id)
  }

  /** Adds the rows to those of a batch. */
  writeTo(key: number, inserts: Array<Row>, deletes: Array<RowRef>): void {
    if (this.#inserts !== undefined) for (const row of this.#inserts.values()) inserts.push(row)
    if (this.#deletes !== undefined) for (const id of this.#deletes) deletes.push({ key, id })
  }

  /** The rows to insert. */
  inserts(): Iterable<Row> {
    return this.#inserts?.values() ?? []
  }
}
