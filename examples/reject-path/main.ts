/** Goes the way past the person. */
import { Millrace } from "millrace"
import { rejectPath } from "./process.ts"

const millrace = await Millrace.open({ processes: [rejectPath], file: ":memory:" })
const handle = await millrace.start(rejectPath, { valid: false })
console.log(await handle.result())
console.log(`user tasks: ${(await millrace.userTasks.list({ instance: handle.id })).items.length}`)
await millrace.close()
