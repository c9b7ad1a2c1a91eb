/** Runs both branches and shows what the join gave. */
import { Millrace } from "millrace"
import { parallelForkJoin } from "./process.ts"

const millrace = await Millrace.open({ processes: [parallelForkJoin], file: ":memory:" })
const handle = await millrace.start(parallelForkJoin, { name: "Ada" })
console.log(JSON.stringify(await handle.result()))
await millrace.close()
