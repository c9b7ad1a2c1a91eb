/** Runs the chain once. */
import { Millrace } from "millrace"
import { serviceTaskChain } from "./process.ts"

const millrace = await Millrace.open({ processes: [serviceTaskChain], file: ":memory:" })
const handle = await millrace.start(serviceTaskChain, {})
console.log(JSON.stringify(await handle.result()))
await millrace.close()
