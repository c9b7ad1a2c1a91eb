/**
 * DBOS as a contender, on Postgres. Workflows are started directly, not through a queue: that is its fastest way, since
 * a queue is polled. Its handles of running workflows wait in the process.
 */
import { DBOS } from "@dbos-inc/dbos-sdk"
import { compete } from "../src/bench/contest/compete.ts"

const none = async () => null
const poolSize = 20

const open = async ({ url }, { first, third, awake }) => {
  const step = (name, does = none) => DBOS.runStep(does, { name })
  const sequence = DBOS.registerWorkflow(
    async () => {
      await step("one")
      await step("two")
      await step("three")
    },
    { name: "sequence3" },
  )
  const fanout = DBOS.registerWorkflow(
    async (branches) => {
      await Promise.all(Array.from({ length: branches }, (_, index) => step(`work${index}`)))
    },
    { name: "fanout" },
  )
  const loop = DBOS.registerWorkflow(
    async (steps) => {
      for (let each = 0; each < steps; each++) await step("step")
    },
    { name: "loop" },
  )
  const sleeper = DBOS.registerWorkflow(
    async (index, due) => {
      await DBOS.sleep(Math.max(1, due - Date.now()))
      await step("awake", async () => awake(index))
    },
    { name: "sleeper" },
  )
  const recovery = DBOS.registerWorkflow(
    async () => {
      await step("one", async () => first())
      await step("two")
      await step("three", async () => third())
    },
    { name: "recovery" },
  )
  DBOS.setConfig({
    name: "contest",
    systemDatabaseUrl: url,
    systemDatabasePoolSize: poolSize,
    logLevel: "error",
    // The same version in both processes of `recovery`, so that the second one takes the work of the first.
    applicationVersion: "1",
  })
  await DBOS.launch()
  const run = async (workflow, ...input) => {
    const handle = await DBOS.startWorkflow(workflow)(...input)
    return handle.getResult()
  }
  return {
    settings: `workflows started directly (no queue), system database pool of ${poolSize}, no telemetry`,
    sequence: () => run(sequence),
    fanout: (branches) => run(fanout, branches),
    loop: (steps) => run(loop, steps),
    sleep: (index, due) => DBOS.startWorkflow(sleeper)(index, due),
    begin: () => DBOS.startWorkflow(recovery)(),
    allEnded: async () => {
      const open = await DBOS.listWorkflows({ status: ["PENDING", "ENQUEUED"], limit: 1, loadInput: false, loadOutput: false })
      return open.length === 0
    },
    close: async () => {},
  }
}

await compete(open)
