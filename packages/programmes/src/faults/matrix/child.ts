/**
 * One life of one way through an example: starts the instance, does what people would do, and says when everything has
 * ended; or dies at the boundary it was told.
 */
import { mkdirSync } from "node:fs"
import { type InstanceFilter, Millrace } from "millrace"
import { endWithParent, tellParent } from "../../Child.ts"
import { openLines, type SideEffect } from "../../proof/Ledger.ts"
import { noteWork } from "../../proof/noteWork.ts"
import { type Boundary, dyingAt } from "./Boundary.ts"
import { loadScenario } from "./Example.ts"

/** What the parent asks for, as JSON in the first argument. */
export interface LifeOrder {
  readonly example: string
  readonly way: string
  readonly instance: string
  readonly store: "sqlite" | "postgres"
  /** Where the store is: see `storeLayer`. */
  readonly place: string
  /** Handlers note there what they do. */
  readonly ledger: string
  /** For the example's own files. */
  readonly folder: string
  readonly boundary?: Boundary
}

/** What the child tells when all instances have ended. */
export interface LifeOver {
  readonly commits: number
}

const order = JSON.parse(process.argv[2] ?? "{}") as LifeOrder
endWithParent()
mkdirSync(order.folder, { recursive: true })
const scenario = await loadScenario(order.example)
scenario.prepare?.(order.folder)
const way = scenario.ways[order.way]
if (way === undefined) throw new Error(`The example '${order.example}' has no way '${order.way}'.`)

const ledger = openLines<SideEffect>(order.ledger)
const processes = (way.opened ?? scenario.processes).map((process) => noteWork(process, ledger))
const own = processes.find(({ id }) => id === way.process.id)
if (own === undefined) throw new Error(`The way '${order.way}' of '${order.example}' starts a process that is not in its list.`)

// There are hundreds of lives: each loads the one store it needs.
const cuttable =
  order.store === "sqlite"
    ? (await import("./cuttableSqlite.ts")).cuttableSqlite(order.place)
    : (await import("./cuttablePostgres.ts")).cuttablePostgres(order.place)
let commits = 0
const store = dyingAt(cuttable, order.boundary, (count) => {
  commits = count
})
const millrace = await Millrace.open({
  processes,
  plugins: scenario.plugins ?? [],
  ...(scenario.prepareStore === undefined ? {} : { prepare: scenario.prepareStore }),
  store,
  // The work of the life before is taken over soon.
  leaseTime: 400,
  sweepInterval: 200,
})
if (way.input !== undefined) await millrace.start(own, way.input as never, { id: order.instance })
for (const [number, { message, payload }] of (way.messages ?? []).entries()) {
  // The same in each life: a message is known by its id.
  await millrace.publish(message, payload as never, { id: `${order.instance}/message-${number}` })
}

const given = new Set<string>()
/** Does what people do; says whether there was anything. */
const work = async (): Promise<boolean> => {
  let worked = false
  for (const { id, element } of (await millrace.userTasks.list()).items) {
    const form = way.forms?.[element]
    if (form === undefined || given.has(id)) continue
    given.add(id)
    worked = true
    await millrace.userTasks.complete(id, form, { by: "somebody" })
  }
  return worked
}

/** Gives the signals that are waited for: whoever has heard one waits no more. */
const signalAll = async (): Promise<void> => {
  for (const { signal, payload } of way.signals ?? []) {
    const { items } = await millrace.subscriptions.list({ kind: "signal", name: signal.name })
    if (items.length > 0 && !given.has(signal.name)) {
      await millrace.broadcast(signal, payload as never)
      given.add(signal.name)
    }
  }
}

const isThere = async (filter: InstanceFilter): Promise<boolean> => (await millrace.list({ ...filter, limit: 1 })).items.length > 0

const hasEnded = async (): Promise<boolean> => {
  // In this order: what a message begins between two questions is not there yet in the first, and then it is active.
  for (const { id } of way.opened ?? [own]) if (!(await isThere({ process: id }))) return false
  for (const status of ["active", "terminating"] as const) if (await isThere({ status })) return false
  return true
}

do {
  await new Promise((resolve) => setTimeout(resolve, 10))
  if (!(await work())) await signalAll()
} while (!(await hasEnded()))
await tellParent<LifeOver>({ commits })
await millrace.close()
ledger.close()
process.disconnect()
