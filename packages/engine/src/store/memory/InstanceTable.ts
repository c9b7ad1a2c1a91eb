/**
 * Instances with their log, snapshot and values, found by key, id and business key.
 */

import { cursorOf } from "../Cursor.ts"
import type { InstanceAdvance, InstanceRow, LogRow, SnapshotRow, ValueRow } from "../Rows.ts"
import type { InstanceQuery, Page, Purged, PurgeRequest } from "../Store.ts"
import { getOrAdd } from "./getOrAdd.ts"
import type { Leases } from "./Leases.ts"
import { Ordered, type OrderedItem } from "./Ordered.ts"

/** All that is kept of one instance. */
export interface Kept extends OrderedItem {
  row: InstanceRow
  /** In ascending order of `seq`, each with the batch that wrote it. */
  readonly log: Array<{ readonly row: LogRow; readonly batch: string }>
  snapshot: SnapshotRow | undefined
  values: Map<number, ValueRow> | undefined
}

const businessName = (process: string, businessKey: string): string => JSON.stringify([process, businessKey])

export class InstanceTable {
  readonly #byKey = new Map<number, Kept>()
  readonly #byId = new Map<string, Kept>()
  readonly #byBusinessKey = new Map<string, Kept>()
  readonly #owned = new Map<number, Set<Kept>>()
  readonly #order = new Ordered<Kept>()

  get(key: number): Kept | undefined {
    return this.#byKey.get(key)
  }

  byId(id: string): InstanceRow | undefined {
    return this.#byId.get(id)?.row
  }

  byBusinessKey(process: string, businessKey: string): InstanceRow | undefined {
    return this.#byBusinessKey.get(businessName(process, businessKey))?.row
  }

  list({ process, status, businessKey, limit }: InstanceQuery, [key = -1]: ReadonlyArray<number>): Page<InstanceRow> {
    const { items, more } = this.#order.list(
      { key, id: 0 },
      limit,
      ({ row }) =>
        (process === undefined || row.process === process) &&
        (status === undefined || row.status === status) &&
        (businessKey === undefined || row.businessKey === businessKey),
    )
    const last = items.at(-1)
    return { rows: items.map((kept) => kept.row), next: more && last !== undefined ? cursorOf(last.key) : undefined }
  }

  /** False when its key, its id or its business key is there already. */
  start(row: InstanceRow): boolean {
    const business = row.businessKey === null ? undefined : businessName(row.process, row.businessKey)
    if (this.#byKey.has(row.key) || this.#byId.has(row.id)) return false
    if (business !== undefined && this.#byBusinessKey.has(business)) return false
    const kept: Kept = { key: row.key, id: 0, gone: false, row, log: [], snapshot: undefined, values: undefined }
    this.#byKey.set(row.key, kept)
    this.#byId.set(row.id, kept)
    if (business !== undefined) this.#byBusinessKey.set(business, kept)
    this.#order.add(kept)
    this.#own(kept, row.owner)
    return true
  }

  /** False when the instance does not stand where it was expected to. */
  advance({ key, expected, seq, status, owner, endedAt, result }: InstanceAdvance): boolean {
    const kept = this.#byKey.get(key)
    if (kept === undefined || kept.row.seq !== expected) return false
    this.#change(kept, { ...kept.row, seq, status, owner, endedAt, result })
    return true
  }

  quarantine(key: number, fault: string | null): void {
    const kept = this.#byKey.get(key)
    if (kept !== undefined) this.#change(kept, { ...kept.row, quarantine: fault })
  }

  /** `isOpen` tells of an instance that has ended whether it still has something to do. */
  purge({ endedBefore, process, after, limit }: PurgeRequest, isOpen: (key: number) => boolean): Purged {
    const { items, more } = this.#order.list({ key: after, id: 0 }, limit, () => true)
    let removed = 0
    for (const kept of items) {
      const { row } = kept
      if (row.endedAt === null || row.endedAt >= endedBefore || (process !== undefined && row.process !== process)) continue
      if (row.owner !== null || row.quarantine !== null || (row.parent !== null && this.#byKey.has(row.parent)) || isOpen(row.key)) continue
      this.#byKey.delete(row.key)
      this.#byId.delete(row.id)
      if (row.businessKey !== null) this.#byBusinessKey.delete(businessName(row.process, row.businessKey))
      this.#order.remove(kept)
      removed++
    }
    return { removed, next: more ? items.at(-1)?.key : undefined }
  }

  /** Only of those that are `wanted`. */
  takeOver(engine: number, limit: number, leases: Leases, wanted: (key: number) => boolean): Array<number> {
    const orphans: Array<Kept> = []
    for (const [owner, instances] of this.#owned) {
      if (owner !== engine && leases.isGone(owner)) for (const kept of instances) if (wanted(kept.key)) orphans.push(kept)
    }
    const taken = orphans.sort((a, b) => a.key - b.key).slice(0, limit)
    for (const kept of taken) this.#change(kept, { ...kept.row, owner: engine })
    return taken.map((kept) => kept.key)
  }

  #change(kept: Kept, row: InstanceRow): void {
    const before = kept.row.owner
    kept.row = row
    if (before === row.owner) return
    if (before !== null) {
      const instances = this.#owned.get(before)
      instances?.delete(kept)
      if (instances?.size === 0) this.#owned.delete(before)
    }
    this.#own(kept, row.owner)
  }

  #own(kept: Kept, owner: number | null): void {
    if (owner === null) return
    getOrAdd(this.#owned, owner, () => new Set<Kept>()).add(kept)
  }
}
