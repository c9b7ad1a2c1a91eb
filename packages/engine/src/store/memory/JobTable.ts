/**
 * Job rows: free ones in a heap for each handler, taken ones by their engine.
 */
import type { TakenJob } from "../Store.ts"
import type { JobRow, RowRef } from "../Rows.ts"
import { byDue, Heap, type HeapItem } from "./Heap.ts"
import type { Leases } from "./Leases.ts"

interface Job extends HeapItem {
  readonly handler: string
  owner: number | null
}

const rowOf = ({ key, id, handler, due, owner }: Job): JobRow => ({ key, id, handler, due, owner })

export class JobTable {
  readonly #byKey = new Map<number, Map<number, Job>>()
  readonly #free = new Map<string, Heap<Job>>()
  readonly #taken = new Map<number, Set<Job>>()

  insert(row: JobRow): void {
    this.delete(row)
    let ofKey = this.#byKey.get(row.key)
    if (ofKey === undefined) this.#byKey.set(row.key, (ofKey = new Map()))
    const job = { key: row.key, id: row.id, handler: row.handler, due: row.due, owner: row.owner, place: -1 }
    ofKey.set(row.id, job)
    this.#link(job)
  }

  delete({ key, id }: RowRef): void {
    const ofKey = this.#byKey.get(key)
    const job = ofKey?.get(id)
    if (ofKey === undefined || job === undefined) return
    ofKey.delete(id)
    if (ofKey.size === 0) this.#byKey.delete(key)
    this.#unlink(job)
  }

  of(key: number): Array<JobRow> {
    return [...(this.#byKey.get(key)?.values() ?? [])].map(rowOf).sort((a, b) => a.id - b.id)
  }

  take(engine: number, now: number, limit: number, busy: ReadonlySet<string>, leases: Leases): Array<TakenJob> {
    const candidates: Array<Job> = []
    for (const [owner, jobs] of this.#taken) {
      if (owner !== engine && leases.isGone(owner, now)) for (const job of jobs) if (!busy.has(job.handler)) candidates.push(job)
    }
    for (const [handler, heap] of this.#free) {
      if (!busy.has(handler)) for (const job of heap.dueAt(now, limit)) candidates.push(job)
    }
    return candidates
      .sort(byDue)
      .slice(0, limit)
      .map((job) => {
        const orphaned = job.owner !== null
        this.#unlink(job)
        job.owner = engine
        this.#link(job)
        return { ...rowOf(job), orphaned }
      })
  }

  nextDue(): number | undefined {
    let next: number | undefined
    for (const heap of this.#free.values()) {
      const due = heap.first()?.due
      if (due !== undefined && (next === undefined || due < next)) next = due
    }
    return next
  }

  #link(job: Job): void {
    if (job.owner === null) {
      let heap = this.#free.get(job.handler)
      if (heap === undefined) this.#free.set(job.handler, (heap = new Heap()))
      heap.add(job)
      return
    }
    let taken = this.#taken.get(job.owner)
    if (taken === undefined) this.#taken.set(job.owner, (taken = new Set()))
    taken.add(job)
  }

  #unlink(job: Job): void {
    if (job.owner === null) {
      const heap = this.#free.get(job.handler)
      heap?.remove(job)
      if (heap?.size === 0) this.#free.delete(job.handler)
      return
    }
    const taken = this.#taken.get(job.owner)
    taken?.delete(job)
    if (taken?.size === 0) this.#taken.delete(job.owner)
  }
}
