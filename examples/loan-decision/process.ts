/** A loan: a table says how risky it is, a DMN model what it costs, FEEL who has to look at it. */
import { readFileSync } from "node:fs"
import { decisionTask, dmn } from "@millrace/dmn"
import { activity, expression, feel, firstOf, process, Schema } from "millrace"
import { risk } from "./risk.ts"

const Request = Schema.Struct({ age: Schema.Int, income: Schema.Number, sum: Schema.Number, months: Schema.Int })
interface Offer {
  readonly rate: number
  readonly monthly: number
}

/** What the engine needs for this process. */
export const plugins = [dmn({ models: [readFileSync(new URL("pricing.dmn", import.meta.url), "utf8")] })]

/** The decision `offer` of pricing.dmn: the variables of the process are its inputs. */
const offer = activity<{ readonly risk: { readonly level: string } }, Offer>({
  type: "BusinessRuleTask",
  fields: () => ({ decision: expression("dmn", "offer") }),
})

export const loan = process("loan", { version: 1, input: Request })
  .add(
    "risk",
    decisionTask(risk, ({ vars }) => ({ age: vars.age, income: vars.income, sum: vars.sum })),
  )
  .exclusive("possible", firstOf({ no: feel('risk.level = "refused"') }, "yes"), {
    no: (b) => b.output(() => ({ status: "refused" as const })),
    yes: (b) => b,
  })
  .add("offer", offer)
  .exclusive("look", firstOf({ person: feel("offer.monthly > income / 3"), nobody: feel("sum < 1000") }, "nobody"), {
    person: (b) => b.userTask("approval", { form: Schema.Struct({ approved: Schema.Boolean }), groups: ["lending"] }),
    nobody: (b) => b,
  })
  .output(({ vars }) => ({ status: vars.approval?.approved === false ? ("declined" as const) : ("offered" as const), ...vars.offer }))
