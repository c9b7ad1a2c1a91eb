/**
 * openworkflow as a contender, on SQLite or on Postgres.
 *
 * Its handles poll for a result once a second, and its worker sleeps 50 ms and longer whenever it finds nothing to
 * claim. Both are constants of the library. So that its client is not what is measured, an end is taken from the
 * backend's own call that records it.
 */
import { join } from "node:path"
import { OpenWorkflow } from "openworkflow"
import { BackendPostgres } from "openworkflow/postgres"
import { BackendSqlite } from "openworkflow/sqlite"
import { compete } from "../src/bench/contest/compete.ts"

const none = () => null
const concurrency = Number(process.env.OPENWORKFLOW_CONCURRENCY ?? 25)
const workerCount = Number(process.env.OPENWORKFLOW_WORKERS ?? 4)

const open = async ({ folder, url }, { first, third, awake }) => {
  const backend = url === undefined ? BackendSqlite.connect(join(folder, "openworkflow.db")) : await BackendPostgres.connect(url)
  /** Runs that ended, and who waits for them. */
  const waiting = new Map()
  const early = new Set()
  let ended = 0
  const complete = backend.completeWorkflowRun.bind(backend)
  backend.completeWorkflowRun = async (parameters) => {
    const run = await complete(parameters)
    ended++
    const resolve = waiting.get(run.id)
    if (resolve === undefined) early.add(run.id)
    else {
      waiting.delete(run.id)
      resolve()
    }
    return run
  }
  const ow = new OpenWorkflow({ backend })
  const define = (name, body) => ow.defineWorkflow({ name }, async ({ input, step }) => body(step, input))
  const sequence = define("sequence3", async (step) => {
    await step.run({ name: "one" }, none)
    await step.run({ name: "two" }, none)
    await step.run({ name: "three" }, none)
  })
  const fanout = define("fanout", async (step, { branches }) => {
    await Promise.all(Array.from({ length: branches }, (_, index) => step.run({ name: `work${index}` }, none)))
  })
  const loop = define("loop", async (step, { steps }) => {
    for (let each = 0; each < steps; each++) await step.run({ name: `step${each}` }, none)
  })
  const sleeper = define("sleeper", async (step, { index, due }) => {
    await step.sleep("sleep", `${Math.max(1, due - Date.now())}ms`)
    await step.run({ name: "awake" }, () => awake(index))
  })
  const recovery = define("recovery", async (step) => {
    await step.run({ name: "one" }, first)
    await step.run({ name: "two" }, none)
    await step.run({ name: "three" }, third)
  })
  // Every instance of `recovery` holds a slot of the worker while its first step runs.
  const slots = process.argv[2] === "begin" || process.argv[2] === "finish" ? 250 : concurrency
  const workers = Array.from({ length: workerCount }, () => ow.newWorker({ concurrency: slots }))
  for (const worker of workers) await worker.start()
  const run = async (workflow, input) => {
    const { workflowRun } = await workflow.run(input)
    if (early.delete(workflowRun.id)) return
    await new Promise((resolve) => waiting.set(workflowRun.id, resolve))
  }
  return {
    settings: `worker concurrency ${slots}, ${workerCount} worker(s); ends taken from the backend, not from the client that polls each second; loops of 1,000 (its limit of steps)`,
    sequence: () => run(sequence, {}),
    fanout: (branches) => run(fanout, { branches }),
    loop: (steps) => run(loop, { steps }),
    longestLoop: 1000,
    sleep: (index, due) => sleeper.run({ index, due }),
    begin: () => recovery.run({}),
    allEnded: async (count) => ended >= count,
    // The worker waits for what runs; the process ends anyway.
    close: async () => {},
  }
}

await compete(open)
