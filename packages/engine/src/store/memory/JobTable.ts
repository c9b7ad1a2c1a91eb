/**
 * Job rows: free ones in a heap for each handler, taken ones by their engine.
 */

import type { JobRow, RowRef } from "../Rows.ts"
import type { TakenJob } from "../Store.ts"
import { getOrAdd } from "./getOrAdd.ts"
import { byDue, Heap, type HeapItem } from "./Heap.ts"
import type { Leases } from "./Leases.ts"
import { RowMap } from "./RowMap.ts"

interface Job extends HeapItem {
  readonly handler: string
  owner: number | null
}

const rowOf = ({ key, id, handler, due, owner }: Job): JobRow => ({ key, id, handler, due, owner })

export class JobTable {
  readonly #rows = new RowMap<Job>()
  readonly #free = new Map<string, Heap<Job>>()
  readonly #taken = new Map<number, Set<Job>>()
  /** Instances whose jobs are not handed out. */
  readonly #held = new Set<number>()

  insert(row: JobRow): void {
    this.delete(row)
    const job = { key: row.key, id: row.id, handler: row.handler, due: row.due, owner: row.owner, place: -1 }
    this.#rows.set(row, job)
    this.#link(job)
  }

  delete(ref: RowRef): void {
    const job = this.#rows.take(ref)
    if (job !== undefined) this.#unlink(job)
  }

  /** Holds back the jobs of an instance, or lets them go. */
  hold(key: number, held: boolean): void {
    const jobs = [...this.#rows.of(key)]
    for (const job of jobs) this.#unlink(job)
    if (held) this.#held.add(key)
    else this.#held.delete(key)
    for (const job of jobs) this.#link(job)
  }

  of(key: number): Array<JobRow> {
    return [...this.#rows.of(key)].map(rowOf).sort((a, b) => a.id - b.id)
  }

  /** Only of instances that are `wanted`. */
  take(
    engine: number,
    now: number,
    limit: number,
    busy: ReadonlySet<string>,
    leases: Leases,
    wanted: (key: number) => boolean,
  ): Array<TakenJob> {
    const candidates: Array<Job> = []
    for (const [owner, jobs] of this.#taken) {
      if (owner !== engine && leases.isGone(owner))
        for (const job of jobs) if (!busy.has(job.handler) && !this.#held.has(job.key) && wanted(job.key)) candidates.push(job)
    }
    for (const [handler, heap] of this.#free) {
      if (!busy.has(handler)) for (const job of heap.dueAt(now, limit, ({ key }) => wanted(key))) candidates.push(job)
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

  nextDue(busy: ReadonlySet<string>, wanted: (key: number) => boolean): number | undefined {
    let next: number | undefined
    for (const [handler, heap] of this.#free) {
      const due = busy.has(handler) ? undefined : heap.first(({ key }) => wanted(key))?.due
      if (due !== undefined && (next === undefined || due < next)) next = due
    }
    return next
  }

  #link(job: Job): void {
    if (job.owner === null) {
      if (!this.#held.has(job.key)) getOrAdd(this.#free, job.handler, () => new Heap<Job>()).add(job)
      return
    }
    getOrAdd(this.#taken, job.owner, () => new Set<Job>()).add(job)
  }

  #unlink(job: Job): void {
    if (job.owner === null) {
      if (this.#held.has(job.key)) return
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
