/**
 * A Postgres server that goes away, and connections that are cut, while engines work on it: outcomes that are not known
 * are resolved from the log, and everything goes on.
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type PostgresServer, startPostgres } from "@millrace/postgres-server"
import { postgres } from "@millrace/store-postgres"
import { crashFiles } from "../../crash/CrashFiles.ts"
import { prove } from "../../crash/Proof.ts"
import { startedNumbers } from "../../crash/startedNumbers.ts"
import type { Flaw } from "../../proof/Flaw.ts"
import { makeRandom, type Random } from "../../Random.ts"
import { startEngine } from "../engines/EngineChild.ts"
import { type FaultRecord, faultRecord } from "../FaultRecord.ts"
import type { FaultRun } from "../FaultRun.ts"
import { type Cut, startProxy, type TcpProxy } from "./TcpProxy.ts"

/** A fault, and what was done about it. */
type Fault = (server: PostgresServer, proxy: TcpProxy, random: Random) => Promise<void>

const away =
  (signal: NodeJS.Signals): Fault =>
  async (server, _proxy, random) => {
    await server.halt(signal)
    await sleep(random.between(0, 1500))
    await server.start()
  }

const serverFaults: Readonly<Record<string, Fault>> = {
  "postgres: stopped, fast": away("SIGINT"),
  "postgres: stopped, immediate": away("SIGQUIT"),
  "postgres: SIGKILL": away("SIGKILL"),
}

const cutting =
  (cut: Cut): Fault =>
  async (_server, proxy) => {
    const before = proxy.cuts.get(cut) ?? 0
    proxy.cutNext(cut)
    // A commit comes soon; a stall is noticed when the client's patience is over.
    for (let waited = 0; (proxy.cuts.get(cut) ?? 0) === before && waited < patience; waited += 5) await sleep(5)
  }

const connectionFaults: Readonly<Record<string, Fault>> = {
  "connection: cut before commit": cutting("before"),
  "connection: torn commit": cutting("torn"),
  "connection: cut after commit": cutting("after"),
  "connection: silence": cutting("silence"),
  "connection: half-open": cutting("half-open"),
  "connection: all cut": async (_server, proxy) => proxy.cutAll(),
}

const rounds = 5
/** Milliseconds: how long a silent server is waited for, and how long the engine may take to go on. */
const answerWithin = 1500
const patience = 20_000

export const runPostgres = async (run: FaultRun): Promise<ReadonlyArray<FaultRecord>> => {
  const records: Array<FaultRecord> = []
  const server = await startPostgres({ fsync: true, own: true })
  try {
    for (const [name, fault] of Object.entries({ ...serverFaults, ...connectionFaults }).filter(([name]) => name.includes(run.only))) {
      const record = await runFault(name, fault, server, run)
      run.report(record)
      records.push(record)
    }
  } finally {
    await server.stop()
  }
  return records
}

/** One engine on one database, and one kind of fault, again and again. */
const runFault = async (name: string, fault: Fault, server: PostgresServer, run: FaultRun): Promise<FaultRecord> => {
  const from = performance.now()
  const random = makeRandom(run.seed)
  const schema = name.replaceAll(/[^a-z]+/gi, "_").toLowerCase()
  const folder = join(run.folder, schema)
  mkdirSync(folder, { recursive: true })
  const proxy = await startProxy(server.port, (bytes) => bytes.includes("ElementActivated") || bytes.includes("ElementCompleted"))
  const url = new URL(server.url)
  url.port = `${proxy.port}`
  const engine = startEngine({
    ...{ folder, url: url.href, schema, leaseTime: 3000, first: 0, pace: 60, answerWithin },
  })
  const flaws: Array<Flaw> = []
  let goesOnAfter = 0
  let crashes = 0
  try {
    await engine.isOpen
    for (let round = 0; round < rounds; round++) {
      await sleep(random.between(200, 800))
      await fault(server, proxy, random)
      crashes++
      const mended = Date.now()
      while (engine.lastRun() <= mended && Date.now() - mended < patience) await sleep(10)
      if (engine.lastRun() <= mended) flaws.push({ kind: "stuck", instance: "-", what: `nothing went on after round ${round + 1}` })
      else goesOnAfter = Math.max(goesOnAfter, engine.lastRun() - mended)
    }
    engine.finish()
    const killer = setTimeout(() => engine.child.process.kill("SIGKILL"), 60_000)
    const done = await engine.done
    clearTimeout(killer)
    await engine.child.ended
    if (done === undefined) flaws.push({ kind: "stuck", instance: "-", what: "the engine did not come to an end within a minute" })
    const files = crashFiles(folder)
    const store = postgres({ url: server.url, schema })
    const numbers = await startedNumbers(store, files)
    const proof = await prove(store, files, numbers)
    const { count, written } = engine.resolved()
    return faultRecord({ fault: name, store: "postgres", instances: numbers.length, crashes }, [...flaws, ...proof.flaws], from, {
      ...{ "unknown outcomes resolved": count, "of them written": written, "goes on after ms": Math.round(goesOnAfter) },
      ...{ repeats: proof.repeats },
      ...done?.refused,
    })
  } finally {
    engine.child.process.kill("SIGKILL")
    await proxy.close()
  }
}
