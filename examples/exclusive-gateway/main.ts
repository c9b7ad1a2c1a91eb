/** Goes both ways. */
import { Millrace } from "millrace"
import { exclusiveGateway } from "./process.ts"

const millrace = await Millrace.open({ processes: [exclusiveGateway], file: ":memory:" })
for (const choice of ["a", "b", "anything"]) {
  const handle = await millrace.start(exclusiveGateway, { choice })
  console.log(`${choice}: ${await handle.result()}`)
}
await millrace.close()
