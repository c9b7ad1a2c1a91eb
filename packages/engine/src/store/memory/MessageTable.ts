/**
 * Messages that are kept, and the ids of those that were.
 */
import { addressOf, markOf, rememberedUntil } from "../addressOf.ts"
import { cursorOf } from "../Cursor.ts"
import type { MessageRow, NewMessage } from "../Rows.ts"
import type { Page, PageRequest } from "../Store.ts"
import { getOrAdd } from "./getOrAdd.ts"
import { ListTable } from "./ListTable.ts"

export class MessageTable {
  readonly #rows = new ListTable<MessageRow & { readonly key: number }>()
  /** In ascending order of their ids. */
  readonly #byAddress = new Map<string, Map<number, MessageRow>>()
  /** Until when the id of a message is known. */
  readonly #known = new Map<string, number>()
  /** Addresses and their names at which a message may meet somebody who waits. */
  readonly #unmatched = new Map<string, string>()
  #last = 0

  list(query: PageRequest, [id = -1]: ReadonlyArray<number>, passes: (row: MessageRow) => boolean): Page<MessageRow> {
    const { rows, next } = this.#rows.list(query, [0, id], passes)
    return { rows: rows.map(({ key: _, ...row }) => row), next: next === undefined ? undefined : cursorOf(rows.at(-1)?.id ?? 0) }
  }

  /** False where the message is a duplicate. */
  publish(message: NewMessage): boolean {
    const mark = markOf(message.name, message.messageId)
    if (this.#known.has(mark)) return false
    this.#known.set(mark, rememberedUntil(message.expiresAt, message.createdAt))
    this.keep(message)
    return true
  }

  /** Keeps a message, duplicate or not. */
  keep(message: NewMessage): void {
    const row = { ...message, id: ++this.#last }
    const address = addressOf(row.name, row.correlation)
    this.#rows.insert({ ...row, key: 0 })
    getOrAdd(this.#byAddress, address, () => new Map<number, MessageRow>()).set(row.id, row)
    this.look(address, row.name)
  }

  /** There may be something to match at this address. */
  look(address: string, name: string): void {
    this.#unmatched.set(address, name)
  }

  /** The same for all messages of a name. */
  lookAt(name: string): void {
    for (const [address, rows] of this.#byAddress) for (const row of rows.values()) if (row.name === name) this.look(address, name)
  }

  looked(address: string): void {
    this.#unmatched.delete(address)
  }

  /** Where there may be something to match: first where the oldest message is. */
  unmatched(names: ReadonlyArray<string> | undefined): ReadonlyArray<string> {
    const wanted = names === undefined ? undefined : new Set(names)
    const first = (address: string): number => this.#byAddress.get(address)?.keys().next().value ?? Number.POSITIVE_INFINITY
    return [...this.#unmatched]
      .flatMap(([address, name]) => (wanted === undefined || wanted.has(name) ? [address] : []))
      .map((address) => ({ address, id: first(address) }))
      .sort((a, b) => a.id - b.id)
      .map(({ address }) => address)
  }

  at(address: string): Iterable<MessageRow> {
    return this.#byAddress.get(address)?.values() ?? []
  }

  delete(row: MessageRow): void {
    this.#rows.delete({ key: 0, id: row.id })
    const address = addressOf(row.name, row.correlation)
    const ofAddress = this.#byAddress.get(address)
    ofAddress?.delete(row.id)
    if (ofAddress?.size === 0) this.#byAddress.delete(address)
  }

  expire(now: number, limit: number): number {
    let count = 0
    for (const rows of this.#byAddress.values()) {
      for (const row of rows.values()) {
        if (count >= limit) return count
        if (row.expiresAt > now) continue
        this.delete(row)
        count++
      }
    }
    for (const [mark, until] of this.#known) {
      if (count >= limit) return count
      if (until <= now && this.#known.delete(mark)) count++
    }
    return count
  }
}
