/** One of two ways: `choice == "a"` ends at `end_a`, anything else at `end_b`. */
import { process, Schema } from "millrace"

export const exclusiveGateway = process("exclusive-gateway", { version: 1, input: Schema.Struct({ choice: Schema.String }) })
  .exclusive("gateway", ({ vars }) => (vars.choice === "a" ? "a" : "b"), {
    a: (b) => b.output(() => "end_a" as const),
    b: (b) => b.output(() => "end_b" as const),
  })
  .end()
