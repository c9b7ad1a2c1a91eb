/**
 * Effect's own `effect/workflow` as a contender: the cluster engine of one process, messages and replies on Postgres.
 */
import { NodeCrypto } from "@effect/platform-node"
import { PgClient } from "@effect/sql-pg"
import { Effect, Layer, ManagedRuntime, Redacted, Schema } from "effect"
import { ClusterWorkflowEngine, SingleRunner } from "effect/cluster"
import { Activity, DurableClock, Workflow } from "effect/workflow"
import { compete } from "../src/bench/contest/compete.ts"

const maxConnections = 20
const shardingConfig = {
  // Its default of 10 s would make whoever sleeps or is recovered wait that long.
  entityMessagePollInterval: "100 millis",
  refreshAssignmentsInterval: "500 millis",
  sendRetryInterval: "50 millis",
  // Nothing is sent to another process.
  simulateRemoteSerialization: false,
}

const open = async ({ url }, { first, third, awake }) => {
  const activity = (name, does = () => null) => Activity.make({ name, execute: Effect.promise(async () => void (await does())) })
  const idOf = ({ id }) => id
  const define = (name, payload = {}) => Workflow.make(name, { payload: { id: Schema.String, ...payload }, idempotencyKey: idOf })
  const sequence = define("sequence3")
  const fanout = define("fanout", { branches: Schema.Number })
  const loop = define("loop", { steps: Schema.Number })
  const sleeper = define("sleeper", { index: Schema.Number, due: Schema.Number })
  const recovery = define("recovery")

  const layers = Layer.mergeAll(
    sequence.toLayer(
      Effect.fnUntraced(function* () {
        yield* activity("one")
        yield* activity("two")
        yield* activity("three")
      }),
    ),
    fanout.toLayer(({ branches }) =>
      Effect.forEach(
        Array.from({ length: branches }, (_, index) => index),
        (index) => activity(`work${index}`),
        { concurrency: "unbounded", discard: true },
      ),
    ),
    loop.toLayer(
      Effect.fnUntraced(function* ({ steps }) {
        for (let each = 0; each < steps; each++) yield* activity(`step${each}`)
      }),
    ),
    sleeper.toLayer(
      Effect.fnUntraced(function* ({ index, due }) {
        // The threshold makes the sleep durable: shorter ones are kept in memory by default.
        yield* DurableClock.sleep({ name: "sleep", duration: Math.max(1, due - Date.now()), inMemoryThreshold: 0 })
        yield* activity("awake", () => awake(index))
      }),
    ),
    recovery.toLayer(
      Effect.fnUntraced(function* () {
        yield* activity("one", first)
        yield* activity("two")
        yield* activity("three", third)
      }),
    ),
  )
  const database = PgClient.layer({ url: Redacted.make(url), maxConnections })
  const runtime = ManagedRuntime.make(
    layers.pipe(
      Layer.provideMerge(ClusterWorkflowEngine.layer),
      Layer.provideMerge(SingleRunner.layer({ shardingConfig, runnerStorage: "memory" })),
      Layer.provide([NodeCrypto.layer, database]),
    ),
  )
  let count = 0
  const ids = []
  const execute = (workflow, input = {}, options) =>
    runtime.runPromise(workflow.execute({ id: `${process.pid}-${count++}`, ...input }, options))
  await runtime.runPromise(Effect.void)
  return {
    settings: `SingleRunner, runners in memory, pool of ${maxConnections}, message poll 100 ms (default 10 s), no simulated serialisation, sleeps durable at any length`,
    sequence: () => execute(sequence),
    fanout: (branches) => execute(fanout, { branches }),
    loop: (steps) => execute(loop, { steps }),
    sleep: (index, due) => execute(sleeper, { index, due }, { discard: true }),
    begin: (index) => runtime.runPromise(recovery.execute({ id: `recovery-${index}` }, { discard: true })),
    allEnded: async (size) => {
      if (ids.length === 0)
        for (let index = 0; index < size; index++) ids.push(await runtime.runPromise(recovery.executionId({ id: `recovery-${index}` })))
      while (ids.length > 0) {
        const result = await runtime.runPromise(recovery.poll(ids.at(-1)))
        if (result._tag === "None" || result.value._tag !== "Complete") return false
        ids.pop()
      }
      return true
    },
    close: async () => {},
  }
}

await compete(open)
