/**
 * The bank that is killed: opens the store, starts the transfers that may be started, and says when all have ended.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { Millrace } from "millrace"
import { endWithParent, tellParent } from "../Child.ts"
import { type Acknowledged, crashFiles } from "../crash/CrashFiles.ts"
import type { CrashMessage } from "../crash/CrashMessage.ts"
import { stoppingAt } from "../crash/stoppingAt.ts"
import { openLines, readLines } from "../proof/Ledger.ts"
import { type StoreName, storeLayer } from "../StoreName.ts"
import { prepareBooks } from "./Books.ts"
import { bankInstance, bankProcess } from "./bankProcess.ts"

const [store, folder = "", instances, released, stopAt, moment] = process.argv.slice(2)
const files = crashFiles(folder)
const clients = 20

endWithParent()
const known = new Set(readLines<Acknowledged>(files.acknowledged).map(({ instance }) => instance))
const acknowledged = openLines<Acknowledged>(files.acknowledged)
const millrace = await Millrace.open({
  processes: [bankProcess],
  store: stoppingAt(storeLayer(store as StoreName, files.store), Number(stopAt), moment === "after" ? "after" : "before"),
  prepare: prepareBooks,
  // The work of a killed process is taken over soon, and nothing waits long for a wake-up that was lost with it.
  leaseTime: 1000,
  sweepInterval: 200,
})
await tellParent<CrashMessage>({ now: "open" })

const numbers = Array.from({ length: Number(released) }, (_, number) => number).filter((number) => !known.has(bankInstance(number)))
const client = async (): Promise<void> => {
  for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
    const instance = bankInstance(number)
    const handle = await millrace.start(bankProcess, { number }, { id: instance })
    acknowledged.add({ what: "start", instance })
    await handle.result().catch(() => {})
  }
}
await Promise.all(Array.from({ length: clients }, client))

/** A handler under which the engine died too often is an incident: an operator would try it again. */
const lookAfterIncidents = async (): Promise<void> => {
  for (const { id } of (await millrace.incidents.list({ code: "JobDeliveriesExhausted" })).items)
    await millrace.incidents.retry(id).catch(() => {})
}
const isAnyLeft = async (): Promise<boolean> => {
  for (const status of ["active", "terminating"] as const) if ((await millrace.list({ status, limit: 1 })).items.length > 0) return true
  return false
}
while (Number(released) < Number(instances) || (await isAnyLeft())) {
  await lookAfterIncidents()
  await sleep(20)
}
await tellParent<CrashMessage>({ now: "done" })
await millrace.close()
acknowledged.close()
process.disconnect()
