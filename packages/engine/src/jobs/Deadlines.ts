/**
 * Deadlines of running jobs. Jobs of one timeout run out in the order in which they began, so that adding and
 * removing one costs the same however many there are. The jobs themselves are the links of the lists.
 */
import { Alarm } from "../Alarm.ts"
import type { Runtime } from "../Runtime.ts"
import type { RunningJob } from "./RunningJob.ts"

/** Jobs of one timeout, in the order in which they run out. */
interface Line {
  readonly timeout: number
  first: RunningJob | undefined
  last: RunningJob | undefined
}

/** A job's place in its line. */
export interface Deadline {
  readonly line: Line
  readonly at: number
  before: RunningJob | undefined
  after: RunningJob | undefined
}

export class Deadlines {
  readonly #runtime: Runtime
  readonly #alarm: Alarm
  readonly #expired: (job: RunningJob) => void
  readonly #lines = new Map<number, Line>()

  constructor(runtime: Runtime, expired: (job: RunningJob) => void) {
    this.#runtime = runtime
    this.#expired = expired
    this.#alarm = new Alarm(runtime, () => this.#ring())
  }

  add(job: RunningJob, timeout: number): void {
    let line = this.#lines.get(timeout)
    if (line === undefined) {
      line = { timeout, first: undefined, last: undefined }
      this.#lines.set(timeout, line)
    }
    const at = this.#runtime.now() + timeout
    job.deadline = { line, at, before: line.last, after: undefined }
    if (line.last?.deadline === undefined) line.first = job
    else line.last.deadline.after = job
    line.last = job
    this.#alarm.set(at)
  }

  /** A job without a deadline stays without one. */
  remove(job: RunningJob): void {
    const { deadline } = job
    if (deadline === undefined) return
    const { line, before, after } = deadline
    if (before?.deadline === undefined) line.first = after
    else before.deadline.after = after
    if (after?.deadline === undefined) line.last = before
    else after.deadline.before = before
    job.deadline = undefined
    if (line.first === undefined) this.#lines.delete(line.timeout)
  }

  /** When the next job runs out of time. */
  next(): number | undefined {
    let next: number | undefined
    for (const { first } of this.#lines.values()) {
      const at = first?.deadline?.at
      if (at !== undefined && (next === undefined || at < next)) next = at
    }
    return next
  }

  stop(): void {
    this.#alarm.stop()
  }

  #ring(): void {
    const now = this.#runtime.now()
    for (const line of [...this.#lines.values()]) {
      for (let job = line.first; job?.deadline !== undefined && job.deadline.at <= now; job = line.first) {
        this.remove(job)
        this.#expired(job)
      }
    }
    const next = this.next()
    if (next !== undefined) this.#alarm.set(next)
  }
}
