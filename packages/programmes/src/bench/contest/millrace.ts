/**
 * Millrace as a contender, in a process of its own; started by the contest.
 */
import { join } from "node:path"
import { postgres } from "@millrace/store-postgres"
import { type Does, process as define, type Flow, Millrace, type ProcessBuilder, Schema } from "millrace"
import { storeLayer, storeNames } from "../../StoreName.ts"
import type { Contender, Database, Hooks } from "./Contender.ts"
import { compete } from "./compete.ts"

/** A branch whose step is made at run time: its variable is not known to the compiler. */
type Branch = (b: ProcessBuilder<{}, {}, "fan" | "start" | "end", never, never>) => Flow<{}, string, Does<string, "service", null>>

const none = () => null

const sequence = define("sequence3", { version: 1 }).serviceTask("one", none).serviceTask("two", none).serviceTask("three", none).end()

const fan = (branches: number) => {
  const branch = (index: number): [string, Branch] => [`branch${index}`, (b) => b.serviceTask(`work${index}`, none)]
  return define("fanout", { version: 1 })
    .parallel("fan", Object.fromEntries(Array.from({ length: branches }, (_, index) => branch(index))))
    .end()
}

const looping = define("loop", { version: 1, input: Schema.Struct({ steps: Schema.Number }) })
  .variable("count", 0)
  .repeat("again", (b) => b.serviceTask("step", none).update("count", ({ vars }) => vars.count + 1), {
    until: ({ vars }) => vars.count >= vars.steps,
  })
  .end()

const sleeping = ({ awake }: Hooks) =>
  define("sleeper", { version: 1, input: Schema.Struct({ index: Schema.Number, due: Schema.Number }) })
    .wait("sleep", ({ vars }) => new Date(vars.due))
    .serviceTask("awake", ({ vars }) => awake(vars.index))
    .end()

const recovering = ({ first, third }: Hooks) =>
  define("recovery", { version: 1 })
    .serviceTask("one", () => first())
    .serviceTask("two", none)
    .serviceTask("three", () => third())
    .end()

const open = async ({ folder, url }: Database, hooks: Hooks, size: number): Promise<Contender> => {
  const store = storeNames.find((name) => name === process.env.CONTEST_STORE) ?? "sqlite"
  const fanout = fan(process.argv[2] === "fanout" ? size : 1)
  const sleeper = sleeping(hooks)
  const recovery = recovering(hooks)
  const millrace = await Millrace.open({
    processes: [sequence, fanout, looping, sleeper, recovery],
    store: url === undefined ? storeLayer(store, join(folder, "millrace.db")) : postgres({ url }),
  })
  return {
    settings: "defaults",
    sequence: async () => (await millrace.start(sequence, {})).result(),
    fanout: async () => (await millrace.start(fanout, {})).result(),
    loop: async (steps) => (await millrace.start(looping, { steps })).result(),
    sleep: (index, due) => millrace.start(sleeper, { index, due }),
    begin: (index) => millrace.start(recovery, {}, { id: `recovery-${index}` }),
    allEnded: async () => (await millrace.list({ status: "active", limit: 1 })).items.length === 0,
    close: () => millrace.close(),
  }
}

await compete(open)
