/**
 * Deadlines of running jobs. Jobs of one timeout run out in the order in which they began, so that adding and
 * removing one costs the same however many there are.
 */
import { Alarm } from "../Alarm.ts"
import type { Runtime } from "../Runtime.ts"
import type { RunningJob } from "./RunningJob.ts"

export class Deadlines {
  readonly #runtime: Runtime
  readonly #alarm: Alarm
  readonly #expired: (job: RunningJob) => void
  /** By timeout: the jobs in order, with the time each runs out. */
  readonly #byTimeout = new Map<number, Map<RunningJob, number>>()

  constructor(runtime: Runtime, expired: (job: RunningJob) => void) {
    this.#runtime = runtime
    this.#expired = expired
    this.#alarm = new Alarm(runtime, () => this.#ring())
  }

  add(job: RunningJob, timeout: number): void {
    let jobs = this.#byTimeout.get(timeout)
    if (jobs === undefined) {
      jobs = new Map()
      this.#byTimeout.set(timeout, jobs)
    }
    const at = this.#runtime.now() + timeout
    jobs.set(job, at)
    this.#alarm.set(at)
  }

  remove(job: RunningJob, timeout: number): void {
    this.#byTimeout.get(timeout)?.delete(job)
  }

  /** When the next job runs out of time. */
  next(): number | undefined {
    let next: number | undefined
    for (const jobs of this.#byTimeout.values()) {
      const first = jobs.values().next().value
      if (first !== undefined && (next === undefined || first < next)) next = first
    }
    return next
  }

  stop(): void {
    this.#alarm.stop()
  }

  #ring(): void {
    const now = this.#runtime.now()
    for (const jobs of this.#byTimeout.values()) {
      for (const [job, at] of jobs) {
        if (at > now) break
        jobs.delete(job)
        this.#expired(job)
      }
    }
    const next = this.next()
    if (next !== undefined) this.#alarm.set(next)
  }
}
