/** Lets a flat to somebody who asked for it by a message, and says to somebody else that it is gone. */
import { Millrace } from "millrace"
import { letting, Passport, Payslip, search, tenant, Wanted } from "./process.ts"

const millrace = await Millrace.open({ processes: [letting, tenant, search], file: ":memory:" })
const looking = await millrace.start(search, { flat: "f-1" })
await millrace.publish(Wanted, { flat: "f-1", person: "ada" }, { id: "letter-1" })
await millrace.publish(Payslip, { flat: "f-1", cents: 400_000 })
await millrace.publish(Passport, { flat: "f-1", text: "P-1" })
console.log(JSON.stringify(await millrace.startedBy(letting, Wanted, "letter-1").result()))
console.log(await looking.result())
await millrace.close()
