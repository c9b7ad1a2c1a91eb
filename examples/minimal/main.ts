/** Runs the process once. */
import { Millrace } from "millrace"
import { minimal } from "./process.ts"

const millrace = await Millrace.open({ processes: [minimal], file: ":memory:" })
const handle = await millrace.start(minimal, {})
await handle.result()
console.log(`minimal: ${(await millrace.get(handle.id)).status}`)
await millrace.close()
