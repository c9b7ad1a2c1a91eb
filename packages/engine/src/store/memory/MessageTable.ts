/**
 * Messages that are kept, and the ids of those that were.
 */
import { addressOf, markOf, rememberedUntil } from "../addressOf.ts"
import { cursorOf } from "../Cursor.ts"
import type { MessageRow, NewMessage } from "../Rows.ts"
import type { Page, PageRequest } from "../Store.ts"
import { getOrAdd } from "./getOrAdd.ts"
import { Heap, type HeapItem } from "./Heap.ts"
import { ListTable } from "./ListTable.ts"

/** A message that is kept, due when it expires. */
interface Kept extends HeapItem {
  readonly row: MessageRow
}
/** What the id of a message is known by, due when it is forgotten. */
interface Known extends HeapItem {
  readonly mark: string
}

export class MessageTable {
  readonly #rows = new ListTable<MessageRow & { readonly key: number }>()
  /** In ascending order of their ids. */
  readonly #byAddress = new Map<string, Map<number, Kept>>()
  readonly #byExpiry = new Heap<Kept>()
  /** What the ids of messages are known by, and until when. */
  readonly #known = new Set<string>()
  readonly #forgetting = new Heap<Known>()
  /** At each address, the last message that was looked at. */
  readonly #lookedAt = new Map<string, number>()
  /** Addresses and their names at which a message may meet somebody who waits. */
  readonly #unmatched = new Map<string, string>()
  /** Messages that are held back, or were and have not been looked at since, each with the delivery that it is behind. */
  readonly #behind = new Map<number, { readonly row: MessageRow; readonly delivery: number }>()
  #last = 0

  list(query: PageRequest, [id = -1]: ReadonlyArray<number>, passes: (row: MessageRow) => boolean): Page<MessageRow> {
    const { rows, next } = this.#rows.list(query, [0, id], passes)
    return { rows: rows.map(({ key: _, ...row }) => row), next: next === undefined ? undefined : cursorOf(rows.at(-1)?.id ?? 0) }
  }

  /** False where the message is a duplicate. */
  publish(message: NewMessage): boolean {
    const mark = markOf(message.name, message.messageId)
    if (this.#known.has(mark)) return false
    this.#known.add(mark)
    this.keep(message)
    const due = rememberedUntil(message.expiresAt, message.createdAt)
    this.#forgetting.add({ key: 0, id: this.#last, due, place: -1, mark })
    return true
  }

  /** Keeps a message, duplicate or not. */
  keep(message: NewMessage): void {
    const row = { ...message, id: ++this.#last }
    const address = addressOf(row.name, row.correlation)
    this.#rows.insert({ ...row, key: 0 })
    const kept = { key: 0, id: row.id, due: row.expiresAt, place: -1, row }
    getOrAdd(this.#byAddress, address, () => new Map<number, Kept>()).set(row.id, kept)
    this.#byExpiry.add(kept)
    this.look(address, row.name)
  }

  /** There may be something to match at this address. */
  look(address: string, name: string): void {
    this.#unmatched.set(address, name)
  }

  /** The same for all messages of a name that have not expired. */
  lookAt(name: string, now: number): void {
    for (const [address, rows] of this.#byAddress)
      for (const { row } of rows.values()) if (row.name === name && row.expiresAt > now) this.look(address, name)
  }

  looked(address: string): void {
    this.#unmatched.delete(address)
    if (this.#byAddress.has(address)) this.#lookedAt.set(address, this.#last)
  }

  /** Whether nobody was looked for so far who waits for it. */
  isFresh(row: MessageRow): boolean {
    return row.id > (this.#lookedAt.get(addressOf(row.name, row.correlation)) ?? 0)
  }

  /** Holds a message back until this delivery is gone. */
  hold(row: MessageRow, delivery: number): void {
    this.#behind.set(row.id, { row, delivery })
  }

  get holdsAny(): boolean {
    return this.#behind.size > 0
  }

  isHeld({ id }: MessageRow): boolean {
    return this.#behind.has(id)
  }

  /** Nobody is about to wait for it any more. */
  letGo({ id }: MessageRow): void {
    this.#behind.delete(id)
  }

  /** What was held back behind deliveries that are gone is looked at. */
  lookBehind(isThere: (delivery: number) => boolean): void {
    for (const { row, delivery } of this.#behind.values()) if (!isThere(delivery)) this.look(addressOf(row.name, row.correlation), row.name)
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

  *at(address: string): Iterable<MessageRow> {
    for (const { row } of this.#byAddress.get(address)?.values() ?? []) yield row
  }

  delete({ id, name, correlation }: MessageRow): void {
    this.#behind.delete(id)
    this.#rows.delete({ key: 0, id })
    const address = addressOf(name, correlation)
    const ofAddress = this.#byAddress.get(address)
    const kept = ofAddress?.get(id)
    if (ofAddress === undefined || kept === undefined) return
    this.#byExpiry.remove(kept)
    ofAddress.delete(id)
    if (ofAddress.size > 0) return
    this.#byAddress.delete(address)
    this.#lookedAt.delete(address)
  }

  expire(now: number, limit: number): number {
    const expired = this.#byExpiry.dueAt(now, limit, ({ row }) => !this.isFresh(row) && !this.isHeld(row))
    for (const { row } of expired) this.delete(row)
    const forgotten = this.#forgetting.dueAt(now, limit - expired.length, () => true)
    for (const item of forgotten) {
      this.#forgetting.remove(item)
      this.#known.delete(item.mark)
    }
    return expired.length + forgotten.length
  }
}
