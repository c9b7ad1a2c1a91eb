/** Asks for a loan, and says why it costs what it costs. */
import { Millrace } from "millrace"
import { loan, plugins } from "./process.ts"
import { risk } from "./risk.ts"

const request = { age: 24, income: 3000, sum: 12_000, months: 36 }
const millrace = await Millrace.open({ processes: [loan], plugins, file: ":memory:" })
const asked = await millrace.start(loan, request)
console.log(JSON.stringify(await asked.result()))
await millrace.close()

const { value, table } = risk.explain({ age: request.age, income: request.income, sum: request.sum })
console.log(`${value.level}: rule ${table.matched.join(", ")}`)
for (const { rule, failed } of table.rules) for (const { input, test } of failed) console.log(`not rule ${rule}: ${input} ${test}`)
