/**
 * Places for jobs: at most so many run at once, in this engine and of each handler. The others wait in order of
 * arrival, and only so many of them in memory.
 */

import { Fifo } from "../collections/Fifo.ts"
import type { Settings } from "../EngineOptions.ts"
import type { RunningJob } from "./RunningJob.ts"

interface Lane {
  /** Jobs that have a place of the handler. */
  taken: number
  /** Jobs in memory without one; dropped ones are skipped when their turn comes. */
  readonly waiting: Fifo<RunningJob>
  /** Jobs in memory, and those whose commit is not durable yet. */
  held: number
  /** Rows of this handler wait for room in memory. */
  awaited: boolean
}

export class Places {
  readonly #settings: Settings
  readonly #run: (job: RunningJob) => void
  readonly #lanes = new Map<string, Lane>()
  readonly #ready = new Fifo<RunningJob>()
  #running = 0
  #held = 0
  #closed = false
  #admitting = false
  /** Rows of any handler wait for room in memory. */
  #awaited = false
  readonly #roomFreed: () => void
  readonly #mayRun: () => boolean

  /** `roomFreed` is called when there is room again that was asked for in vain; where nothing `mayRun`, jobs wait for `resume`. */
  constructor(settings: Settings, run: (job: RunningJob) => void, roomFreed: () => void, mayRun: () => boolean) {
    this.#settings = settings
    this.#run = run
    this.#roomFreed = roomFreed
    this.#mayRun = mayRun
  }

  /** Jobs that run. */
  get running(): number {
    return this.#running
  }

  /** Jobs in memory, and room kept for those whose commit is under way. */
  get held(): number {
    return this.#held
  }

  /** How many more jobs may be brought into memory. */
  get room(): number {
    return this.#closed ? 0 : Math.max(0, this.#capacity - this.#held)
  }

  /** There was less room than work: says when half of it is free again. */
  awaitRoom(): void {
    this.#awaited = true
  }

  /** Handlers of which no more jobs may wait in memory: says when half of that room is free again. */
  busyHandlers(): ReadonlyArray<string> {
    const busy: Array<string> = []
    for (const [handler, lane] of this.#lanes) {
      if (!this.#isFull(lane)) continue
      lane.awaited = true
      busy.push(handler)
    }
    return busy
  }

  /** Keeps room for a job whose commit is under way, if it may wait in memory. */
  reserve(handler: string): boolean {
    const lane = this.#lane(handler)
    if (this.room === 0 || this.#isFull(lane)) return false
    this.#hold(lane)
    return true
  }

  /** Keeps room for a job that has to come in whatever there is: one that is delivered anew. */
  hold(handler: string): void {
    this.#hold(this.#lane(handler))
  }

  /** Gives back the room of a job that does not come. */
  release(handler: string): void {
    const lane = this.#lane(handler)
    lane.held--
    this.#held--
    this.#tellOfRoom(lane)
  }

  /** Brings a job in for which room was kept; it runs when it is its turn. */
  enter(job: RunningJob): void {
    const lane = this.#lane(job.order.description.handler)
    if (job.limit !== undefined && lane.taken >= job.limit) lane.waiting.push(job)
    else this.#place(lane, job)
  }

  /** The job is over: its places go to the next ones. */
  leave(job: RunningJob): void {
    const before = job.phase
    job.phase = "over"
    const lane = this.#lane(job.order.description.handler)
    lane.held--
    this.#held--
    if (before !== "waiting") {
      if (before === "running") this.#running--
      lane.taken--
      this.#promote(lane)
      this.#admit()
    }
    this.#tellOfRoom(lane)
  }

  /** Jobs may run again. */
  resume(): void {
    this.#admit()
  }

  /** Lets nobody in any more. */
  close(): void {
    this.#closed = true
  }

  #lane(handler: string): Lane {
    let lane = this.#lanes.get(handler)
    if (lane === undefined) {
      lane = { taken: 0, waiting: new Fifo(), held: 0, awaited: false }
      this.#lanes.set(handler, lane)
    }
    return lane
  }

  get #capacity(): number {
    return this.#settings.concurrency + this.#settings.window
  }

  /** Gives the handler's place that was left to the next one that still wants it. */
  #promote(lane: Lane): void {
    for (let next = lane.waiting.shift(); next !== undefined; next = lane.waiting.shift()) {
      if (next.phase === "over") continue
      this.#place(lane, next)
      return
    }
  }

  #tellOfRoom(lane: Lane): void {
    const laneFreed = lane.awaited && lane.held - lane.taken <= this.#settings.window / 2
    const engineFreed = this.#awaited && this.room >= this.#capacity / 2
    if (laneFreed) lane.awaited = false
    if (engineFreed) this.#awaited = false
    if (laneFreed || engineFreed) this.#roomFreed()
  }

  #isFull(lane: Lane): boolean {
    return lane.held - lane.taken >= this.#settings.window
  }

  #hold(lane: Lane): void {
    lane.held++
    this.#held++
  }

  #place(lane: Lane, job: RunningJob): void {
    lane.taken++
    job.phase = "ready"
    this.#ready.push(job)
    this.#admit()
  }

  #admit(): void {
    // Handlers that answer at once leave while they are let in: the loop goes on, or a long queue would be as deep a stack.
    if (this.#admitting) return
    this.#admitting = true
    try {
      while (!this.#closed && this.#running < this.#settings.concurrency) {
        if (this.#ready.size === 0 || !this.#mayRun()) return
        const job = this.#ready.shift()
        if (job === undefined) return
        if (job.phase === "over") continue
        job.phase = "running"
        this.#running++
        this.#run(job)
      }
    } finally {
      this.#admitting = false
    }
  }
}
