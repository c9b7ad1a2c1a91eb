/**
 * The kill matrix: every example, killed at every boundary of every commit, has to come out as if nothing had happened.
 */
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Store, StoreError } from "@millrace/engine/store"
import { type PostgresServer, startPostgres } from "@millrace/postgres-server"
import { postgres } from "@millrace/store-postgres"
import type { Layer } from "effect"
import { startChild } from "../../Child.ts"
import type { Flaw } from "../../proof/Flaw.ts"
import { storeLayer } from "../../StoreName.ts"
import { startMany } from "../../startMany.ts"
import { type FaultRecord, faultRecord } from "../FaultRecord.ts"
import type { FaultRun } from "../FaultRun.ts"
import { type Boundary, moments } from "./Boundary.ts"
import type { LifeOrder, LifeOver } from "./child.ts"
import { exampleNames, loadScenario, type Scenario } from "./Example.ts"
import { compareOutcomes, type Outcome, readOutcome } from "./Outcome.ts"

interface MatrixStore {
  readonly name: LifeOrder["store"]
  /** A place for one instance and nothing else: a file, or a database. */
  readonly place: (folder: string) => Promise<string>
  readonly layer: (place: string) => Layer.Layer<Store, StoreError>
}

const sqliteFiles: MatrixStore = {
  name: "sqlite",
  place: async (folder) => join(folder, "store.db"),
  layer: (place) => storeLayer("sqlite", place),
}

const databasesOn = ({ createDatabase }: PostgresServer): MatrixStore => ({
  name: "postgres",
  place: () => createDatabase(),
  layer: (url) => postgres({ url }),
})

/** A life that does not end is killed after so many milliseconds: what has not ended by then is stuck. */
const longestLife = 30_000
/** Two processes keep two processors busy. */
const atATime = 2

const compiled = join(tmpdir(), "millrace-faults-compiled")

/** Lives one life; gives how many commits it had, or nothing if it was killed. */
const live = async (order: LifeOrder): Promise<number | undefined> => {
  // What Node compiled for the first life it need not compile for hundreds of others: measured, nearly half of a life.
  const env = { NODE_COMPILE_CACHE: compiled }
  const child = startChild<LifeOver>("faults/matrix/child.ts", [JSON.stringify(order)], { env })
  const timer = setTimeout(() => child.process.kill("SIGKILL"), longestLife)
  try {
    return (await child.next()).commits
  } catch (cause) {
    if (child.process.signalCode !== "SIGKILL") throw cause
    return undefined
  } finally {
    clearTimeout(timer)
    await child.ended
  }
}

/** Runs one example on one store; a row of the report. */
const runExample = async (example: string, store: MatrixStore, { folder, every }: FaultRun): Promise<FaultRecord> => {
  const from = performance.now()
  const scenario = await loadScenario(example)
  const flaws: Array<Flaw> = []
  let crashes = 0
  let instances = 0
  let boundaries = 0

  const orderFor = async (way: string, name: string, boundary?: Boundary): Promise<LifeOrder> => {
    const own = join(folder, store.name, example, way, name)
    instances++
    return {
      example,
      way,
      instance: `${example}-${way}`,
      store: store.name,
      place: await store.place(own),
      ledger: join(own, "ledger.jsonl"),
      folder: own,
      ...(boundary === undefined ? {} : { boundary }),
    }
  }

  const prove = async (order: LifeOrder, expected: Outcome): Promise<void> => {
    const { boundary, instance } = order
    const where = `${instance}, killed ${boundary?.moment} commit ${boundary?.commit}`
    const found = await readOutcome(store.layer(order.place), scenario, order.ledger)
    for (const flaw of found.flaws) flaws.push({ ...flaw, instance: where })
    const racing = scenario.ways[order.way]?.racing ?? []
    compareOutcomes(found.outcome, expected, racing, (kind, what) => flaws.push({ kind, instance: where, what }))
  }

  const killOnce = async (way: string, boundary: Boundary, expected: Outcome): Promise<void> => {
    const order = await orderFor(way, `${boundary.commit}-${boundary.moment}`, boundary)
    if ((await live(order)) === undefined) {
      crashes++
      const { boundary: _, ...undisturbed } = order
      if ((await live(undisturbed)) === undefined) {
        flaws.push({
          kind: "stuck",
          instance: order.instance,
          what: `it did not end after a kill ${boundary.moment} commit ${boundary.commit}`,
        })
      }
    }
    await prove(order, expected)
  }

  const points: Array<() => Promise<void>> = []
  await startMany(
    async (index) => {
      const way = Object.keys(scenario.ways)[index] ?? ""
      const { commits, outcome } = await undisturbed(await orderFor(way, "undisturbed"), scenario, store, flaws)
      boundaries += commits * moments.length
      for (let commit = 1; commit <= commits; commit += every) {
        for (const moment of moments) points.push(() => killOnce(way, { commit, moment }, outcome))
      }
    },
    Object.keys(scenario.ways).length,
    atATime,
  )
  await startMany(async (index) => points[index]?.(), points.length, atATime)
  return faultRecord({ fault: `matrix: ${example}`, store: store.name, instances, crashes }, flaws, from, { boundaries })
}

/** What the way gives when nothing happens to it. */
const undisturbed = async (
  order: LifeOrder,
  scenario: Scenario,
  store: MatrixStore,
  flaws: Array<Flaw>,
): Promise<{ readonly commits: number; readonly outcome: Outcome }> => {
  const commits = await live(order)
  if (commits === undefined)
    throw new Error(`The way '${order.way}' of the example '${order.example}' did not end within ${longestLife} ms.`)
  const { outcome, flaws: found } = await readOutcome(store.layer(order.place), scenario, order.ledger)
  if (outcome.ends.length === 0) throw new Error(`The way '${order.way}' of the example '${order.example}' left no instance.`)
  flaws.push(...found)
  return { commits, outcome }
}

/** Runs the examples on the stores. */
export const runMatrix = async (run: FaultRun): Promise<ReadonlyArray<FaultRecord>> => {
  const records: Array<FaultRecord> = []
  const runOn = async (store: MatrixStore): Promise<void> => {
    for (const example of exampleNames().filter((name) => name.includes(run.only))) {
      const record = await runExample(example, store, run)
      run.report(record)
      records.push(record)
    }
  }
  if (run.stores.includes("sqlite")) await runOn(sqliteFiles)
  if (!run.stores.includes("postgres")) return records
  // Processes die here, not the server: its commits need not wait for the disk.
  const server = await startPostgres()
  try {
    await runOn(databasesOn(server))
  } finally {
    await server.stop()
  }
  return records
}
