/** Tries each way; the engine gets the language from a plugin. */
import { Millrace } from "millrace"
import { comparisons } from "./comparisons.ts"
import { expressionGateway } from "./process.ts"

const millrace = await Millrace.open({ processes: [expressionGateway], plugins: [comparisons], file: ":memory:" })
for (const input of [
  { choice: "a", amount: 100 },
  { choice: "b", amount: 100 },
  { choice: "b", amount: 10 },
]) {
  const handle = await millrace.start(expressionGateway, input)
  console.log(`${input.choice}, ${input.amount}: ${await handle.result()}`)
}
await millrace.close()
