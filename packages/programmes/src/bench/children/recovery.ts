/**
 * The process that `recovery` kills: the first one brings instances into their first step and waits there for ever,
 * the second one finds them and finishes them.
 */
import { process as define, Millrace } from "millrace"
import { endWithParent, tellParent } from "../../Child.ts"
import { type StoreName, storeLayer } from "../../StoreName.ts"
import { startMany } from "../../startMany.ts"

export interface RecoveryMessage {
  /** Instances that have not ended. */
  readonly open: number
  /** Milliseconds since the code of this process was loaded. */
  readonly sinceLoaded: number
  readonly rss: number
}

const [phase, store, file = "", instances, inFlight] = process.argv.slice(2)
const never = new Promise<null>(() => {})
const work = define("recovery", { version: 1 })
  .serviceTask("one", () => (phase === "begin" ? never : null))
  .serviceTask("two", () => null)
  .serviceTask("three", () => null)
  .end()

const loaded = performance.now()
const sinceLoaded = () => performance.now() - loaded

endWithParent()
const millrace = await Millrace.open({ processes: [work], store: storeLayer(store as StoreName, file) })
const idOf = (index: number) => `recovery-${index}`

if (phase === "begin") {
  await startMany((index) => millrace.start(work, {}, { id: idOf(index) }), Number(instances), Number(inFlight))
  await tellParent<RecoveryMessage>({ open: Number(instances), rss: process.memoryUsage.rss(), sinceLoaded: sinceLoaded() })
} else {
  await tellParent<RecoveryMessage>({ open: Number(instances), rss: process.memoryUsage.rss(), sinceLoaded: sinceLoaded() })
  await startMany((index) => millrace.handle(work, idOf(index)).result(), Number(instances), Number(inFlight))
  const { items } = await millrace.list({ status: "active", limit: 1 })
  await tellParent<RecoveryMessage>({ open: items.length, rss: process.memoryUsage.rss(), sinceLoaded: sinceLoaded() })
  await millrace.close()
  process.disconnect()
}
