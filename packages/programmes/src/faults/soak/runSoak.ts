/**
 * The soak: a mixed load at an even pace for a long time. Memory and latency have to stay flat, although the store, out
 * of which nothing is removed, grows.
 */
import { existsSync, statSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Millrace } from "millrace"
import type { Flaw } from "../../proof/Flaw.ts"
import { storeLayer } from "../../StoreName.ts"
import { headOf, rowOf } from "../../Table.ts"
import { withPostgres } from "../../withPostgres.ts"
import { type FaultRecord, faultRecord } from "../FaultRecord.ts"
import type { FaultRun } from "../FaultRun.ts"
import { machineSpeed } from "./machineSpeed.ts"
import { collectGarbage, growthOf, type Slice, sliceColumns, slopeOf } from "./Slice.ts"
import { expectedRuns, type Kind, kinds, Letter, soakProcesses } from "./soakProcess.ts"

/** Milliseconds between two instances. */
const pace = 15
const slices = 30
/** Milliseconds between two looks at the speed of the machine. */
const measureEvery = 500
/** Milliseconds until what was started last has to have ended. */
const patience = 60_000

/** Runs on SQLite, or on Postgres where that alone was asked for. */
export const runSoak = (run: FaultRun): Promise<ReadonlyArray<FaultRecord>> => {
  const store = run.stores.includes("sqlite") ? "sqlite" : "postgres"
  return withPostgres([store], async () => {
    const record = await soak(store, run)
    run.report(record)
    return [record]
  })
}

const soak = async (store: "sqlite" | "postgres", run: FaultRun): Promise<FaultRecord> => {
  const from = performance.now()
  const file = join(run.folder, "soak.db")
  const runs = new Map<Kind, number>()
  const started = new Map<Kind, number>()
  const count = (counts: Map<Kind, number>, kind: Kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const { soak: flow, part } = soakProcesses((kind) => count(runs, kind))
  const millrace = await Millrace.open({ processes: [flow, part], store: storeLayer(store, file) })
  const flaws: Array<Flaw> = []
  const speed = machineSpeed(join(run.folder, "speed"))
  let latencies: Array<number> = []
  let machine: Array<number> = []
  let ended = 0
  let underWay = 0

  const live = async (number: number): Promise<void> => {
    const kind = kinds[number % kinds.length] ?? "sequence"
    const begun = performance.now()
    const handle = await millrace.start(flow, { kind, number })
    count(started, kind)
    if (kind === "task") await millrace.complete(handle.id, flow, "check", { ok: true }, { by: "crew" })
    if (kind === "letter") await millrace.publish(Letter, { number }, { id: `letter-${number}` })
    if (kind === "cancel") await handle.cancel("nobody needs it")
    const result = await handle.result().catch((error: unknown) => (error instanceof Error && "code" in error ? error.code : String(error)))
    if (kind === "sequence") latencies.push(performance.now() - begun)
    const expected = kind === "cancel" ? "ProcessCancelled" : "done"
    if (result !== expected) flaws.push({ kind: "lost", instance: handle.id, what: `it gave ${String(result)}, not ${expected}` })
    ended++
  }

  const length = run.minutes * 60_000
  const told: Array<Slice> = []
  run.say(headOf(sliceColumns))
  let number = 0
  let measured = from
  for (let slice = 1; slice <= slices; slice++) {
    const until = from + (length * slice) / slices
    while (performance.now() < until) {
      // An even pace: what fell behind is made up for, so that a slow engine is seen as one.
      while (from + number * pace <= performance.now()) {
        underWay++
        live(number++).then(
          () => underWay--,
          (error: unknown) => {
            underWay--
            flaws.push({ kind: "lost", instance: "-", what: String(error) })
          },
        )
      }
      if (performance.now() - measured > measureEvery) {
        machine.push(speed.measure())
        measured = performance.now()
      }
      await sleep(2)
    }
    collectGarbage()
    const { heapUsed, rss } = process.memoryUsage()
    const row: Slice = {
      ...{ minute: (performance.now() - from) / 60_000, instances: ended, latencies, machine },
      ...{ heapMB: heapUsed / 1024 / 1024, rssMB: rss / 1024 / 1024 },
    }
    latencies = []
    machine = []
    told.push(row)
    run.say(rowOf(sliceColumns, row))
  }
  for (const end = performance.now() + patience; underWay > 0 && performance.now() < end; ) await sleep(20)
  if (underWay > 0) flaws.push({ kind: "stuck", instance: "-", what: `${underWay} instances did not end` })
  const left = (await millrace.list({ status: "active", limit: 10 })).items
  for (const { id } of left) flaws.push({ kind: "stuck", instance: id, what: "it is active" })
  for (const kind of kinds) {
    const [were, should] = [runs.get(kind) ?? 0, (started.get(kind) ?? 0) * expectedRuns[kind]]
    if (were !== should) {
      flaws.push({
        kind: were < should ? "lost" : "doubled",
        instance: `all of ${kind}`,
        what: `handlers ran ${were} times, not ${should}`,
      })
    }
  }
  await millrace.close()
  speed.close()

  const growth = growthOf(told)
  const misses = growth.filter(({ tooMuch }) => tooMuch)
  return {
    ...faultRecord({ fault: `soak: ${run.minutes} min`, store, instances: ended, crashes: 0 }, flaws, from, {
      ...Object.fromEntries(growth.map(({ what, second, last }) => [what, `${second.toFixed(1)} then ${last.toFixed(1)}`])),
      "heap KB per 1,000 instances": Math.round(slopeOf(told)),
      ...(existsSync(file) ? { "store MB": Math.round(statSync(file).size / 1024 / 1024) } : {}),
    }),
    misses: misses.map(({ what, second, last }) => `${what}: ${last.toFixed(1)} in the last third, ${second.toFixed(1)} in the second`),
  }
}
