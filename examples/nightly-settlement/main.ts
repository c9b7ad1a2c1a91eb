/** Settles the books of a night that is over in a moment: the report comes, and the courier goes home. */
import { Millrace } from "millrace"
import { courier, report, settlementAt } from "./process.ts"

const settlement = settlementAt(new Date(Date.now() + 300).toISOString())
const millrace = await Millrace.open({ processes: [settlement, report, courier], file: ":memory:" })
const home = await millrace.start(courier, { rounds: 7 })
console.log(await home.result())

/** Nobody started it: it is found in the list. */
const written = async (): Promise<unknown> => {
  for (;;) {
    const [begun] = (await millrace.list({ process: report.id, status: "completed" })).items
    if (begun !== undefined) return (await millrace.get(begun.id)).output
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
console.log(await written())
await millrace.close()
