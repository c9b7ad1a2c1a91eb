/**
 * The heartbeats of a job: signs of life, which only move its deadline, and reports of progress, which are stored.
 *
 * At most one report of a job is on its way to the store; of those that come meanwhile, the latest is next.
 */
import { encodeText, type FaultCode } from "@millrace/kernel"
import type { Deadline, Watched } from "./Deadlines.ts"
import type { RunningJob } from "./RunningJob.ts"

/** Where heartbeats go. */
export interface Reports {
  /** The handler is alive. */
  readonly alive: (pulse: Pulse) => void
  /** Stores JSON text as the job's progress; `done` is called when it is durable, or with why it never will be. */
  readonly store: (job: RunningJob, text: string, done: (refused?: string) => void) => void
  /** A value with more bytes of JSON than this is refused. */
  readonly maxLength: number
}

/** An error that the handler can tell by its code. */
const unstorable = (message: string, code: FaultCode = "ResultNotStorable"): Error => Object.assign(new Error(message), { code })

/** A report that is not stored yet, and who waits for it. */
interface Report {
  readonly text: string
  readonly waiting: Array<{ readonly resolve: () => void; readonly reject: (reason: Error) => void }>
}

export class Pulse implements Watched<Pulse> {
  readonly job: RunningJob
  readonly #reports: Reports
  /** When the handler has been silent for too long; kept by `Deadlines`. */
  deadline: Deadline<Pulse> | undefined
  #storing = false
  #next: Report | undefined

  constructor(job: RunningJob, reports: Reports) {
    this.job = job
    this.#reports = reports
  }

  /** What `heartbeat` of the handler's context does. */
  beat(progress: unknown): Promise<void> {
    const answer = this.#beat(progress)
    // Many handlers do not wait for it, and a rejection that nobody handles would end the host.
    answer.catch(() => {})
    return answer
  }

  async #beat(progress: unknown): Promise<void> {
    this.#checkAlive()
    this.#reports.alive(this)
    if (progress === undefined) return
    const { element, transactional } = this.job.order.description
    if (transactional === true) {
      throw new Error(`${element} is transactional: its progress cannot be stored before it has ended. Report it from a step of its own.`)
    }
    const text = encodeText(progress, this.#reports.maxLength)
    if (typeof text !== "string") throw unstorable(`The progress of ${element} cannot be stored: ${text.reason}`, text.code)
    await new Promise<void>((resolve, reject) => {
      const waiting = this.#next?.waiting ?? []
      waiting.push({ resolve, reject })
      this.#next = { text, waiting }
      this.#storeNext()
    })
  }

  #checkAlive(): void {
    const { job } = this
    if (job.phase !== "over") return
    throw (
      job.aborted ?? new Error(`The handler of ${job.order.description.element} has answered already: nobody listens to its heartbeats.`)
    )
  }

  #storeNext(): void {
    const report = this.#next
    if (this.#storing || report === undefined) return
    this.#storing = true
    this.#next = undefined
    this.#reports.store(this.job, report.text, (refused) => {
      this.#storing = false
      for (const { resolve, reject } of report.waiting) {
        if (refused === undefined) resolve()
        else reject(new Error(refused))
      }
      this.#storeNext()
    })
  }
}
