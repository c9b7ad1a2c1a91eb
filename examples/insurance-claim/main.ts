/** Claims something, has the expert report and an adjuster decide, and prints what came of it. */
import { Millrace } from "millrace"
import { claim, payout, plugins } from "./process.ts"

const millrace = await Millrace.open({ processes: [claim, payout], plugins, file: ":memory:" })
const number = "c-1"
const asked = await millrace.start(claim, { claim: { number, customer: "ada", amount: 25_000 } })
await millrace.publish("report", { damage: 22_000 }, { key: number })

const task = await millrace.userTasks.opened(asked.id, "review")
console.log(`${task.groups?.join(", ")}: ${task.name}`)
await millrace.userTasks.complete(task.id, { accepted: true }, { by: "grace" })
console.log(JSON.stringify(await asked.result()))
await millrace.close()
