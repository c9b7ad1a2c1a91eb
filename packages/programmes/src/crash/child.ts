/**
 * The process that is killed: opens the store, starts what may be started, completes the tasks that people would, and
 * says when every instance has ended. What was acknowledged before is never asked for again, so that only the store
 * can know of it.
 */
import { Millrace } from "millrace"
import { endWithParent, tellParent } from "../Child.ts"
import { openLines, readLines, type SideEffect } from "../proof/Ledger.ts"
import { type StoreName, storeLayer } from "../StoreName.ts"
import { type Acknowledged, crashFiles } from "./CrashFiles.ts"
import type { CrashMessage } from "./CrashMessage.ts"
import { crashPartners } from "./crashPartners.ts"
import { crashProcess } from "./crashProcess.ts"
import { instanceId } from "./crashWork.ts"
import { driveLoad } from "./driveLoad.ts"
import { stoppingAt } from "./stoppingAt.ts"

const [store, folder = "", instances, released, stopAt, moment] = process.argv.slice(2)
const files = crashFiles(folder)

endWithParent()
const ledger = openLines<SideEffect>(files.ledger, true)
const acknowledgements = readLines<Acknowledged>(files.acknowledged)
const acknowledged = openLines<Acknowledged>(files.acknowledged)
const crash = crashProcess(ledger)
const millrace = await Millrace.open({
  processes: [crash, ...crashPartners(ledger)],
  store: stoppingAt(storeLayer(store as StoreName, files.store), Number(stopAt), moment === "after" ? "after" : "before"),
  // The work of a killed process is taken over soon, and nothing waits long for a wake-up that was lost with it.
  leaseTime: 400,
  sweepInterval: 200,
})
await tellParent<CrashMessage>({ now: "open" })

const known = new Set(acknowledgements.filter(({ what }) => what === "start").map(({ instance }) => instance))
const numbers = Array.from({ length: Number(released) }, (_, number) => number).filter((number) => !known.has(instanceId(number)))
await driveLoad(millrace, crash, { next: () => numbers.shift(), acknowledged, isLast: Number(released) >= Number(instances) })
await tellParent<CrashMessage>({ now: "done" })
await millrace.close()
ledger.close()
acknowledged.close()
process.disconnect()
