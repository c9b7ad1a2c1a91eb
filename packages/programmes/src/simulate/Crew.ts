/**
 * Workers that simulate many seeds at once. One that does not come back within its time has found something, too: it
 * is ended, and another one takes its place.
 */
import { Worker } from "node:worker_threads"
import type { SimulationOutcome } from "@millrace/testing"
import type { SimulationOrder } from "./worker.ts"

/** Real seconds for one seed: it takes a fraction of one, far more where days pass on SQLite and the machine is busy. */
const patience = 240

export interface CrewOptions {
  readonly workers: number
  /** What is to be simulated next; nothing when there is no more. */
  readonly next: () => SimulationOrder | undefined
  readonly done: (order: SimulationOrder, outcome: SimulationOutcome) => void
}

/** Resolves when there is nothing left to do and nothing under way. */
export const runCrew = async (options: CrewOptions): Promise<void> => {
  await Promise.all(Array.from({ length: options.workers }, () => runWorker(options)))
}

const makeWorker = (): Worker => new Worker(new URL("./worker.ts", import.meta.url))

const runWorker = async ({ next, done }: CrewOptions): Promise<void> => {
  let worker: Worker | undefined
  for (let order = next(); order !== undefined; order = next()) {
    worker ??= makeWorker()
    const outcome = await outcomeOf(worker, order)
    if ("broken" in outcome) {
      await worker.terminate()
      worker = undefined
      done(order, nothingOf(order, outcome.broken))
    } else done(order, outcome)
  }
  await worker?.terminate()
}

const outcomeOf = (worker: Worker, order: SimulationOrder): Promise<SimulationOutcome | { readonly broken: string }> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => end({ broken: `It did not come to an end within ${patience} seconds.` }), patience * 1000)
    const end = (outcome: SimulationOutcome | { readonly broken: string }) => {
      clearTimeout(timer)
      worker.off("message", end).off("error", failed).off("exit", ended)
      resolve(outcome)
    }
    const failed = (cause: unknown) => end({ broken: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
    const ended = (code: number) => end({ broken: `The worker ended with code ${code}.` })
    worker.on("message", end).on("error", failed).on("exit", ended)
    worker.postMessage(order)
  })

const nothingOf = ({ options }: SimulationOrder, error: string): SimulationOutcome => ({
  seed: options.seed,
  ok: false,
  instances: 0,
  commits: 0,
  faults: 0,
  kinds: {},
  lives: 0,
  calls: 0,
  trace: "",
  steps: 0,
  error,
})
