/**
 * Places for jobs: at most so many run at once, in this engine and of each handler. The others wait in order of
 * arrival, and only so many of them in memory.
 */
import type { Settings } from "../EngineOptions.ts"
import { Fifo } from "./Fifo.ts"
import type { RunningJob } from "./RunningJob.ts"

interface Lane {
  /** Jobs that have a place of the handler. */
  taken: number
  /** Jobs in memory without one; dropped ones are skipped when their turn comes. */
  readonly waiting: Fifo<RunningJob>
  /** Jobs in memory, and those whose commit is not durable yet. */
  held: number
}

export class Places {
  readonly #settings: Settings
  readonly #run: (job: RunningJob) => void
  readonly #lanes = new Map<string, Lane>()
  readonly #ready = new Fifo<RunningJob>()
  #running = 0
  #held = 0
  #closed = false

  constructor(settings: Settings, run: (job: RunningJob) => void) {
    this.#settings = settings
    this.#run = run
  }

  /** Jobs that run. */
  get running(): number {
    return this.#running
  }

  /** How many more jobs may be brought into memory. */
  get room(): number {
    return this.#closed ? 0 : Math.max(0, this.#settings.concurrency + this.#settings.window - this.#held)
  }

  /** Handlers of which no more jobs may wait in memory. */
  busyHandlers(): ReadonlyArray<string> {
    const busy: Array<string> = []
    for (const [handler, lane] of this.#lanes) if (this.#isFull(lane)) busy.push(handler)
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
    this.#lane(handler).held--
    this.#held--
  }

  /** Brings a job in for which room was kept; it runs when it is its turn. */
  enter(job: RunningJob): void {
    const { handler, concurrency } = job.order.description
    const lane = this.#lane(handler)
    if (concurrency !== undefined && lane.taken >= concurrency) lane.waiting.push(job)
    else this.#place(lane, job)
  }

  /** The job is over: its places go to the next ones. */
  leave(job: RunningJob): void {
    const before = job.phase
    job.phase = "over"
    const lane = this.#lane(job.order.description.handler)
    lane.held--
    this.#held--
    if (before === "waiting") return
    if (before === "running") this.#running--
    lane.taken--
    for (;;) {
      const next = lane.waiting.shift()
      if (next === undefined) break
      if (next.phase === "over") continue
      this.#place(lane, next)
      break
    }
    this.#admit()
  }

  /** Lets nobody in any more. */
  close(): void {
    this.#closed = true
  }

  #lane(handler: string): Lane {
    let lane = this.#lanes.get(handler)
    if (lane === undefined) {
      lane = { taken: 0, waiting: new Fifo(), held: 0 }
      this.#lanes.set(handler, lane)
    }
    return lane
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
    while (!this.#closed && this.#running < this.#settings.concurrency) {
      const job = this.#ready.shift()
      if (job === undefined) return
      if (job.phase === "over") continue
      job.phase = "running"
      this.#running++
      this.#run(job)
    }
  }
}
