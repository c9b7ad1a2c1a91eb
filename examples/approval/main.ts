/** Sends one request in, looks at the task list, and approves. */
import { Millrace } from "millrace"
import { approval } from "./process.ts"

const millrace = await Millrace.open({ processes: [approval], file: ":memory:" })
const request = await millrace.start(approval, { customer: "Ada", amount: 250 }, { businessKey: "request-1" })

let tasks = await millrace.userTasks.list({ groups: ["managers"] })
while (tasks.items.length === 0) {
  await new Promise((resolve) => setTimeout(resolve, 10))
  tasks = await millrace.userTasks.list({ groups: ["managers"] })
}
for (const task of tasks.items) console.log(`managers: ${task.name} of ${task.businessKey}`)

await millrace.complete(request.id, approval, "approve", { approved: true }, { by: "grace" })
console.log(JSON.stringify(await request.result()))
await millrace.close()
