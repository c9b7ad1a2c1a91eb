/**
 * `messages`: what instances say to each other. One that waits is told by a message and ends; pairs of instances answer
 * each other; one calls another and waits for it. Each crosses the store: as a message that is matched, and as a delivery
 * that its receiver takes in its own commit.
 */
import { join } from "node:path"
import { type Millrace, message, process, Schema } from "millrace"
import { type StoreName, storeLayer } from "../../StoreName.ts"
import { withMillrace } from "../../withMillrace.ts"
import { type BenchRecord, rssMB } from "../BenchRecord.ts"
import { median, quantile } from "../closedLoop.ts"
import type { Workload } from "../Workload.ts"

const rounds = 3
/** A round ends here at the latest. */
const longestRound = 4_000
/** How often a pair of instances answers each other. */
const answers = 20

const Numbered = Schema.Struct({ n: Schema.Number })
const Word = message("word", { payload: Numbered, key: ({ n }) => n })
const Ping = message("ping", { payload: Numbered, key: ({ n }) => n })
const Pong = message("pong", { payload: Numbered, key: ({ n }) => n })

const listener = process("listener", { version: 1, input: Numbered })
  .receive("word", Word, ({ vars }) => vars.n)
  .end()

const pinging = process("pinging", { version: 1, input: Numbered })
  .variable("count", 0)
  .repeat(
    "again",
    (b) =>
      b
        .send("ping", Ping, ({ vars }) => ({ n: vars.n }))
        .receive("pong", Pong, ({ vars }) => vars.n)
        .update("count", ({ vars }) => vars.count + 1),
    { until: ({ vars }) => vars.count >= answers },
  )
  .end()

const ponging = process("ponging", { version: 1, input: Numbered })
  .variable("count", 0)
  .repeat(
    "again",
    (b) =>
      b
        .receive("ping", Ping, ({ vars }) => vars.n)
        .send("pong", Pong, ({ vars }) => ({ n: vars.n }))
        .update("count", ({ vars }) => vars.count + 1),
    { until: ({ vars }) => vars.count >= answers },
  )
  .end()

const called = process("called", { version: 1 }).end()
const calling = process("calling", { version: 1 }).call("called", called).end()

interface Kind {
  readonly name: string
  /** How many of what is counted one turn stands for. */
  readonly counts: number
  readonly turn: (millrace: Millrace, n: number) => Promise<unknown>
}

const kinds: ReadonlyArray<Kind> = [
  {
    name: "messages",
    counts: 1,
    turn: async (millrace, n) => {
      const handle = await millrace.start(listener, { n })
      await millrace.publish(Word, { n })
      await handle.result()
    },
  },
  {
    name: "pingpong",
    counts: 2 * answers,
    turn: async (millrace, n) => {
      const pair = await Promise.all([millrace.start(pinging, { n }), millrace.start(ponging, { n })])
      await Promise.all(pair.map((handle) => handle.result()))
    },
  },
  { name: "calls", counts: 1, turn: async (millrace) => (await millrace.start(calling, {})).result() },
]

export const messages: Workload = {
  name: "messages",
  about: "messages to instances that wait for one, messages of pairs of instances that answer each other, and calls, in a second",
  run: async function* ({ folder, stores, inFlight = 100, instances = 10_000 }) {
    for (const store of stores ?? (["memory", "sqlite", "postgres"] as const))
      for (const kind of kinds) yield await measure(folder, store, kind, inFlight, instances)
  },
}

const measure = async (folder: string, store: StoreName, kind: Kind, inFlight: number, n: number): Promise<BenchRecord> => {
  const round = (each: number) =>
    withMillrace(
      storeLayer(store, join(folder, `${kind.name}-${store}-${each}.db`)),
      [listener, pinging, ponging, called, calling],
      async (millrace) => {
        await turns(millrace, kind, inFlight, Math.ceil(n / 10), 0)
        return turns(millrace, kind, inFlight, n, n)
      },
    )
  const results: Array<Awaited<ReturnType<typeof turns>>> = []
  for (let each = 1; each <= rounds; each++) results.push(await round(each))
  return {
    workload: kind.name,
    store,
    inFlight,
    n: median(results.map((result) => result.n * kind.counts)),
    perSecond: median(results.map((result) => (result.n * kind.counts * 1000) / result.milliseconds)),
    floorPerSecond: null,
    ratio: null,
    p50Ms: median(results.map(({ latencies }) => quantile(latencies, 0.5))),
    p99Ms: median(results.map(({ latencies }) => quantile(latencies, 0.99))),
    rssMB: rssMB(),
    aims: [],
  }
}

/** `n` turns, or as many as begin in time: so many at once. Their numbers begin with `from`. */
const turns = async (millrace: Millrace, { turn, counts }: Kind, inFlight: number, n: number, from: number) => {
  const latencies: Array<number> = []
  const most = Math.max(inFlight, Math.ceil(n / counts))
  const began = performance.now()
  let begun = 0
  const client = async () => {
    while (begun < most && performance.now() - began < longestRound) {
      const number = from + begun++
      const before = performance.now()
      await turn(millrace, number)
      latencies.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: Math.min(inFlight, most) }, client))
  return { n: begun, milliseconds: performance.now() - began, latencies: latencies.sort((a, b) => a - b) }
}
