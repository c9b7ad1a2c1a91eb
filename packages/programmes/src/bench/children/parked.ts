/**
 * The process that is measured by `parked`: puts instances to sleep and tells what memory it has before and after.
 */
import { process as define, Millrace } from "millrace"
import { endWithParent, tellParent } from "../../Child.ts"
import { type StoreName, storeLayer } from "../../StoreName.ts"
import { startMany } from "../../startMany.ts"

interface Memory {
  readonly rss: number
  readonly heap: number
}
export interface ParkedMessage {
  readonly before: Memory
  readonly after: Memory
  readonly seconds: number
}

const [store, file = "", instances, inFlight] = process.argv.slice(2)
const sleeper = define("sleeper", { version: 1 }).wait("sleep", "30 days").end()

/** After several collections, with turns of the event loop between them for what finalizers free. */
const memory = async (): Promise<Memory> => {
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heap: heapUsed }
}

endWithParent()
const millrace = await Millrace.open({ processes: [sleeper], store: storeLayer(store as StoreName, file) })
const start = () => millrace.start(sleeper, {})
// Before it is measured the process gets its working size: compiled code, the cache of idle instances, V8's nursery.
await startMany(start, Math.ceil(Number(instances) * 0.4), Number(inFlight))
const before = await memory()
const from = performance.now()
await startMany(start, Number(instances), Number(inFlight))
const seconds = (performance.now() - from) / 1000
await tellParent<ParkedMessage>({ before, after: await memory(), seconds })
await millrace.close()
process.disconnect()
