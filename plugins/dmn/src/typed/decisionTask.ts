/**
 * A decision table as a step of a process.
 */
import { type Activity, activity, type Look } from "@millrace/builder"
import type { TableExplanation } from "../compile/Trace.ts"
import { requireThat } from "../given.ts"
import { tableToHistory } from "../plugin/toHistory.ts"
import type { TypedTable } from "./decisionTable.ts"

/**
 * Decides by a table: the variable of the step is what the table gives, and the history of the instance says why.
 *
 * ```ts
 * .add("risk", decisionTask(riskTable, ({ vars }) => ({ age: vars.age, sum: vars.wish })))
 * ```
 */
export const decisionTask = <Vars, I, T>(table: TypedTable<I, T>, input: (look: Look<Vars>) => NoInfer<I>): Activity<Vars, T, never> => {
  requireThat(typeof Object(table).decideJson === "function", "decisionTask", table, "a table that decisionTable(…) made")
  requireThat(typeof input === "function", "decisionTask", input, "a function as its input, such as ({ vars }) => ({ age: vars.age })")
  return activity<Vars, T>({
    type: "BusinessRuleTask",
    schema: table.schema,
    fields: (bind) => ({
      decision: bind.code("decision", (look) => {
        // Code in decisions has no clock of its own: what `today()` in a rule tells is the time of the decision.
        const { explain, now = Number.NaN } = look
        return table.decideJson(input(look), {
          now,
          ...(explain === undefined ? {} : { explained: (one: TableExplanation) => explain({ tables: [tableToHistory(one)] }) }),
        })
      }),
    }),
  })
}
