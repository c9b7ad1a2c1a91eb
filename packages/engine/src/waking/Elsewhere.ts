/**
 * Follows what other engines decided on instances whose jobs run here: what is in memory is brought up to date, and
 * handlers nobody waits for are stopped. Announcements say where to look; a look at all of them from time to time finds
 * the same without them.
 */
import { Effect, Exit } from "effect"
import type { Instances } from "../instance/Instances.ts"
import type { JobRunner } from "../jobs/JobRunner.ts"
import type { JobOrder } from "../jobs/RunningJob.ts"
import type { Runtime } from "../Runtime.ts"
import type { InstancePort } from "../store/Store.ts"

/** How many instances are looked up at a time. */
const pageSize = 500

export class Elsewhere {
  readonly #port: InstancePort
  readonly #runtime: Runtime
  readonly #instances: Instances
  readonly #runner: JobRunner
  /** Where instances stood whose jobs were checked last, of those that are not in memory. */
  #checked = new Map<number, number>()
  #looking = false

  constructor(port: InstancePort, runtime: Runtime, instances: Instances, runner: JobRunner) {
    this.#port = port
    this.#runtime = runtime
    this.#instances = instances
    this.#runner = runner
  }

  /** These were changed by another engine. */
  changed(keys: ReadonlyArray<number>): void {
    const known = keys.filter((key) => this.#instances.isKnown(key) || this.#runner.orders(key).length > 0)
    if (known.length > 0) this.#runtime.run(this.#look(known))
  }

  /** Looks at all instances whose jobs are here, or that are kept in memory for jobs that were. */
  sweep(): void {
    if (this.#looking) return
    const running = new Set([...this.#runner.instances(), ...this.#instances.keys])
    const keys = [...running]
    this.#checked = new Map([...this.#checked].filter(([key]) => running.has(key)))
    this.#looking = true
    this.#runtime.run(this.#look(keys), () => {
      this.#looking = false
    })
  }

  readonly #look = Effect.fnUntraced(function* (this: Elsewhere, keys: ReadonlyArray<number>) {
    for (let from = 0; from < keys.length; from += pageSize) {
      const rows = yield* Effect.exit(this.#port.byKeys(keys.slice(from, from + pageSize)))
      // The next sweep looks again.
      if (Exit.isFailure(rows)) return
      for (const { key, seq } of rows.value) {
        const known = this.#instances.seqOf(key) ?? this.#checked.get(key) ?? 0
        if (known >= seq) continue
        this.#instances.catchUp(key, seq)
        this.#check(key, seq)
      }
    }
  })

  /** Stops those of the instance's jobs here that it does not wait for. */
  #check(key: number, seq: number): void {
    const orders = this.#runner.orders(key)
    if (orders.length === 0) return
    let stale: ReadonlyArray<JobOrder> = []
    this.#instances.send(key, {
      look: ({ model: { decider, compiled }, state }) => {
        stale = orders.filter(({ job, description: { attempt, delivery } }) => {
          const now = decider.describeJob(compiled, state, job)
          return now === undefined || now.attempt !== attempt || now.delivery !== delivery
        })
      },
      failed: () => {},
      done: () => {
        this.#checked.set(key, seq)
        for (const order of stale)
          if (this.#runner.has(order)) this.#runner.cancel(key, order.job, "another engine decided: nobody waits for the job any more")
      },
    })
  }
}
