/**
 * Two engine processes on one database, one of which is stopped for longer than its lease, or killed: the other takes
 * over its work within the lease time, and the one that wakes up with an old lease records nothing and works on.
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { startPostgres } from "@millrace/postgres-server"
import { postgres } from "@millrace/store-postgres"
import { crashFiles } from "../../crash/CrashFiles.ts"
import { prove } from "../../crash/Proof.ts"
import { startedNumbers } from "../../crash/startedNumbers.ts"
import type { Flaw } from "../../proof/Flaw.ts"
import { readLines, type SideEffect } from "../../proof/Ledger.ts"
import { makeRandom } from "../../Random.ts"
import { type EngineChild, startEngine } from "../engines/EngineChild.ts"
import type { EngineOrder } from "../engines/EngineOrder.ts"
import { type FaultRecord, faultRecord } from "../FaultRecord.ts"
import type { FaultRun } from "../FaultRun.ts"

const leaseTime = 2000
/** Looks for engines that are gone come in thirds of a lease; what is found has to be loaded and handed out. */
const tick = leaseTime / 3 + 500
const rounds = 6
const patience = 30_000

/** What is done to one of the two processes. */
type Blow = "SIGSTOP" | "SIGKILL"

export const runPause = async (run: FaultRun): Promise<ReadonlyArray<FaultRecord>> => {
  const server = await startPostgres({ fsync: true, own: true })
  const records: Array<FaultRecord> = []
  try {
    for (const blow of ["SIGSTOP", "SIGKILL"] as const) {
      const record = await runBlow(blow, server.url, run)
      run.report(record)
      records.push(record)
    }
  } finally {
    await server.stop()
  }
  return records
}

const runBlow = async (blow: Blow, url: string, run: FaultRun): Promise<FaultRecord> => {
  const from = performance.now()
  const random = makeRandom(run.seed)
  const schema = blow.toLowerCase()
  const folder = join(run.folder, schema)
  mkdirSync(folder, { recursive: true })
  const flaws: Array<Flaw> = []

  /** Which process has begun which work and not ended it. */
  const holders = new Map<string, EngineChild>()
  let processes = 0
  const start = (): EngineChild => {
    const order: EngineOrder = { folder, url, schema, leaseTime, first: processes++ * 100_000, pace: 100, answerWithin: 5000 }
    const engine: EngineChild = startEngine(order, (phase, key) => {
      if (phase === "start") holders.set(key, engine)
      else if (holders.get(key) === engine) holders.delete(key)
    })
    return engine
  }
  const files = crashFiles(folder)
  /** A process that is stopped may have noted the end of a handler, and not said it yet. */
  const heldBy = (engine: EngineChild): ReadonlyArray<string> => {
    const keys = [...holders].filter(([, holder]) => holder === engine).map(([key]) => key)
    if (keys.length === 0) return keys
    const last = new Map(readLines<SideEffect>(files.ledger).map(({ key, phase }) => [key, phase]))
    return keys.filter((key) => last.get(key) === "start")
  }

  const engines: [EngineChild, EngineChild] = [start(), start()]
  const everyone: Array<EngineChild> = [...engines]
  const takeovers: Array<number> = []
  let blows = 0
  try {
    await Promise.all(engines.map(({ isOpen }) => isOpen))
    for (let round = 0; round < rounds; round++) {
      await sleep(random.between(500, 1200))
      const side = random.oneOf([0, 1] as const)
      const victim = engines[side]
      const runsBefore = victim.runs()
      victim.child.process.kill(blow)
      blows++
      const at = performance.now()
      // What it said before comes in first.
      await sleep(50)
      const hadWork = heldBy(victim).length
      const other = engines[1 - side]
      while (heldBy(victim).length > 0 && other?.runs() !== undefined && performance.now() - at < patience) await sleep(30)
      const took = performance.now() - at
      if (hadWork > 0) takeovers.push(took)
      if (took > leaseTime + tick) {
        const what = `round ${round + 1}: ${hadWork} jobs of the process were taken over after ${took.toFixed(0)} ms; ${heldBy(victim).length} never were`
        flaws.push({ kind: "stuck", instance: "-", what })
      }
      if (blow === "SIGKILL") {
        engines[side] = start()
        everyone.push(engines[side])
        await engines[side].isOpen
      } else {
        // Longer than its lease in any case.
        await sleep(Math.max(0, leaseTime + tick - (performance.now() - at)) + random.between(0, 500))
        victim.child.process.kill("SIGCONT")
        // It notices, and works on.
        const woken = performance.now()
        while (victim.runs() <= runsBefore && performance.now() - woken < patience) await sleep(10)
        if (victim.runs() <= runsBefore)
          flaws.push({ kind: "stuck", instance: "-", what: `round ${round + 1}: the process that was stopped does not work on` })
      }
    }
    for (const engine of engines) engine.finish()
    const killer = setTimeout(() => {
      for (const { child } of engines) child.process.kill("SIGKILL")
    }, patience)
    const done = await Promise.all(engines.map((engine) => engine.done))
    clearTimeout(killer)
    await Promise.all(engines.map(({ child }) => child.ended))
    if (done.includes(undefined))
      flaws.push({ kind: "stuck", instance: "-", what: "an engine did not come to an end within half a minute" })
    const store = postgres({ url, schema })
    const numbers = await startedNumbers(store, files)
    const proof = await prove(store, files, numbers)
    return faultRecord(
      { fault: `pause: ${blow}`, store: "postgres", instances: numbers.length, crashes: blows },
      [...flaws, ...proof.flaws],
      from,
      {
        "lease ms": leaseTime,
        "takeover ms": takeovers.map((took) => Math.round(took)).join(" "),
        repeats: proof.repeats,
      },
    )
  } finally {
    for (const { child } of everyone) {
      child.process.kill("SIGCONT")
      child.process.kill("SIGKILL")
    }
  }
}
