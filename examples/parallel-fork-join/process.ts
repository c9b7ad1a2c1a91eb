/** Two branches at once; the join waits for both, and one token goes on. */
import { process, Schema } from "millrace"

export const parallelForkJoin = process("parallel-fork-join", { version: 1, input: Schema.Struct({ name: Schema.String }) })
  .variable("joined", 0)
  .parallel("fork", {
    left: (b) => b.serviceTask("greeting", ({ vars }) => `Hello ${vars.name}`),
    right: (b) => b.serviceTask("farewell", ({ vars }) => `Goodbye ${vars.name}`),
  })
  .update("joined", ({ vars }) => vars.joined + 1)
  .output(({ vars }) => ({ said: [vars.greeting, vars.farewell], joined: vars.joined }))
