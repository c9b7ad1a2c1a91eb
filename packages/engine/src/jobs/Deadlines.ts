/**
 * Deadlines of running jobs: for the whole of an attempt, and from one heartbeat to the next. Those of one length run
 * out in the order in which they were set, so that adding and removing one costs the same however many there are. What
 * is watched is itself the link of the lists.
 */
import { Alarm } from "../Alarm.ts"
import type { Runtime } from "../Runtime.ts"

/** What can run out of time: in one line at a time. */
export interface Watched<Self> {
  /** Kept by `Deadlines`. */
  deadline: Deadline<Self> | undefined
}

/** What has the same time, in the order in which it runs out. */
interface Line<W> {
  readonly timeout: number
  first: W | undefined
  last: W | undefined
}

/** A place in a line. */
export interface Deadline<W> {
  readonly line: Line<W>
  readonly at: number
  before: W | undefined
  after: W | undefined
}

export class Deadlines<W extends Watched<W>> {
  readonly #runtime: Runtime
  readonly #alarm: Alarm
  readonly #expired: (watched: W) => void
  readonly #lines = new Map<number, Line<W>>()

  constructor(runtime: Runtime, expired: (watched: W) => void) {
    this.#runtime = runtime
    this.#expired = expired
    this.#alarm = new Alarm(runtime, () => this.#ring())
  }

  add(watched: W, timeout: number): void {
    let line = this.#lines.get(timeout)
    if (line === undefined) {
      line = { timeout, first: undefined, last: undefined }
      this.#lines.set(timeout, line)
    }
    const at = this.#runtime.now() + timeout
    watched.deadline = { line, at, before: line.last, after: undefined }
    if (line.last?.deadline === undefined) line.first = watched
    else line.last.deadline.after = watched
    line.last = watched
    this.#alarm.set(at)
  }

  /** What has no deadline stays without one. */
  remove(watched: W): void {
    const { deadline } = watched
    if (deadline === undefined) return
    const { line, before, after } = deadline
    if (before?.deadline === undefined) line.first = after
    else before.deadline.after = after
    if (after?.deadline === undefined) line.last = before
    else after.deadline.before = before
    watched.deadline = undefined
    if (line.first === undefined) this.#lines.delete(line.timeout)
  }

  /** When the next of them runs out of time. */
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
      for (let watched = line.first; watched?.deadline !== undefined && watched.deadline.at <= now; watched = line.first) {
        this.remove(watched)
        this.#expired(watched)
      }
    }
    const next = this.next()
    if (next !== undefined) this.#alarm.set(next)
  }
}
