/** How many places are taken is counted right, whatever happens while a job comes in. */
import { Clock, Context } from "effect"
import { expect, it } from "vitest"
import { settingsOf } from "../../src/EngineOptions.ts"
import { JobRunner } from "../../src/jobs/JobRunner.ts"
import type { JobOrder } from "../../src/jobs/RunningJob.ts"
import { makeRuntime } from "../../src/Runtime.ts"

/** A delivery of the one job: the first one never answers, the others answer at once. */
const order = (delivery: number): JobOrder => ({
  key: 1,
  instance: "i",
  process: "p",
  job: 1,
  description: {
    element: "work",
    handler: "work",
    vars: {},
    attempt: 1,
    delivery,
    retry: { attempts: 1, delay: 0, factor: 1, maxDelay: 0, jitter: 0 },
  },
  bindings: { handlers: new Map([["work", () => (delivery > 1 ? "done" : new Promise(() => {}))]]), code: new Map(), codecs: new Map() },
})

it("a job that is dropped while it comes in leaves once", () => {
  let leaseIsOver = false
  const runner: JobRunner = new JobRunner(
    makeRuntime(Context.empty(), Clock.Clock.defaultValue(), 1000),
    settingsOf({ models: [], concurrency: 1, jobTimeout: 0 }),
    {
      finished: () => {},
      progressed: () => {},
      // Whoever asks when the lease is over has all jobs dropped before the answer, where the store answers at once.
      mayRun: () => {
        if (leaseIsOver) runner.abortAll("the engine's lease was lost")
        return !leaseIsOver
      },
      roomFreed: () => {},
      transactions: () => undefined,
    },
  )
  const start = (delivery: number) => {
    runner.places.hold("work")
    runner.start(order(delivery))
  }
  const other = (): void => {
    runner.places.hold("work")
    runner.start({ ...order(1), job: 2 })
  }
  start(1)
  other()
  leaseIsOver = true
  start(2)
  leaseIsOver = false
  runner.places.resume()
  expect({ held: runner.places.held, running: runner.places.running, size: runner.size }).toEqual({ held: 0, running: 0, size: 0 })
})
