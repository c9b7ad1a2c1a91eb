/** Sells a lamp, more chairs than there are, and a vase that is gone. */
import { Millrace } from "millrace"
import { billing, sale, warehouse } from "./process.ts"

const millrace = await Millrace.open({ processes: [sale, warehouse, billing], file: ":memory:" })
for (const [number, article] of ["lamp", "chair", "vase"].entries()) {
  const sold = await millrace.start(sale, { order: `o-${number}`, article, pieces: 5, cents: 9900, patience: "2 days" })
  console.log(JSON.stringify(await sold.result()))
}
console.log(JSON.stringify((await millrace.list({ process: "warehouse" })).items.length))
await millrace.close()
