/** Runs some transfers at once, and adds up. */
import { Millrace } from "millrace"
import { prepare } from "./bank.ts"
import { audit, transfer } from "./process.ts"

const wishes = [
  { from: "ann", to: "bob", amount: 30 },
  { from: "bob", to: "cy", amount: 20 },
  { from: "cy", to: "ann", amount: 500 },
  { from: "ann", to: "cy", amount: 50 },
  { from: "bob", to: "ann", amount: 900 },
]

const millrace = await Millrace.open({ processes: [transfer, audit], file: ":memory:", prepare })
const handles = await Promise.all(wishes.map((wish) => millrace.start(transfer, wish)))
for (const [n, handle] of handles.entries()) {
  const { moved, because } = await handle.result()
  const wish = wishes[n]
  console.log(`${wish?.from} -> ${wish?.to} ${wish?.amount}: ${moved ? "done" : "refused"}, ${because}`)
}
const { balances, sum, transfers } = await (await millrace.start(audit, {})).result()
console.log(`${JSON.stringify(balances)} after ${transfers} transfers: ${sum} in all`)
await millrace.close()
