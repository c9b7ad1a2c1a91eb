/** Prepares for one newcomer whose name is taken on one of the systems. */
import { Millrace } from "millrace"
import { account, onboarding } from "./process.ts"

const millrace = await Millrace.open({ processes: [onboarding, account], file: ":memory:" })
const newcomer = await millrace.start(onboarding, { name: "ada", systems: ["wiki", "mail", "code"] })

const answers: Readonly<Record<string, object>> = { contract: { signed: true }, "accounts/otherLogin": { login: "ada.l@mail" } }
for (let left = Object.keys(answers).length; left > 0; await new Promise((resolve) => setTimeout(resolve, 10))) {
  for (const { id, element } of (await millrace.userTasks.list({ instance: newcomer.id })).items) {
    await millrace.userTasks.complete(id, answers[element], { by: "grace" })
    left--
  }
}
console.log(JSON.stringify(await newcomer.result()))
await millrace.close()
