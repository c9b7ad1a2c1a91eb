/** Conditions as text, tried in order: the first that holds wins, and without one the default does. */
import { firstOf, process, Schema } from "millrace"
import { when } from "./comparisons.ts"

export const expressionGateway = process("expression-gateway", {
  version: 1,
  input: Schema.Struct({ choice: Schema.String, amount: Schema.Number }),
})
  .exclusive("gateway", firstOf({ chosen: when('choice == "a"'), big: when("amount > 50") }, "otherwise"), {
    chosen: (b) => b.output(() => "end_a" as const),
    big: (b) => b.output(() => "end_big" as const),
    otherwise: (b) => b.output(() => "end_default" as const),
  })
  .end()
