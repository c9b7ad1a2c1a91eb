/**
 * One life of one way through an example: starts the instance, gives the forms that people would give, and tells how
 * it ended; or dies at the boundary it was told.
 */
import { mkdirSync } from "node:fs"
import { Millrace } from "millrace"
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

/** What the child tells when its instance has ended. */
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
const processes = scenario.processes.map((process) => noteWork(process, ledger))
const own = processes[scenario.processes.indexOf(way.process)]
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
const handle = await millrace.start(own, way.input as never, { id: order.instance })
for (const [number, { message, payload }] of (way.messages ?? []).entries()) {
  // The same in each life: a message is known by its id.
  await millrace.publish(message, payload as never, { id: `${order.instance}/message-${number}` })
}
const ended = handle.result().then(
  () => true,
  () => true,
)
const given = new Set<string>()
for (;;) {
  if (await Promise.race([ended, new Promise<false>((resolve) => setTimeout(resolve, 10, false))])) break
  for (const { id, element } of (await millrace.userTasks.list({ instance: order.instance })).items) {
    if (given.has(id)) continue
    const form = way.forms?.[element]
    if (form === undefined) throw new Error(`The way '${order.way}' of '${order.example}' has no form for '${element}'.`)
    given.add(id)
    await millrace.userTasks.complete(id, form, { by: "somebody" })
  }
}
await tellParent<LifeOver>({ commits })
await millrace.close()
ledger.close()
process.disconnect()
