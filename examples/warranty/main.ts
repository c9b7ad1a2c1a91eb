/** Deals with two claims: one is paid, one is over the limit, and called off. */
import { Millrace } from "millrace"
import { warranty } from "./process.ts"

const millrace = await Millrace.open({ processes: [warranty], file: ":memory:" })
const forms: Readonly<Record<string, object>> = {
  "assessment/photos": { count: 3 },
  ...{ desk: { agreed: true }, lawyer: { agreed: true }, approval: { agreed: true } },
}
for (const [number, cents] of [120_000, 2_000_000].entries()) {
  const dealt = await millrace.start(warranty, { number: `c-${number}`, cents, checks: ["police", "workshop"] })
  for (const step of Object.keys(forms)) {
    const task = await millrace.userTasks.opened(dealt.id, step)
    await millrace.userTasks.complete(task.id, forms[step], { by: "ann" })
  }
  console.log(JSON.stringify((await dealt.result()) ?? "called off"))
}
await millrace.close()
