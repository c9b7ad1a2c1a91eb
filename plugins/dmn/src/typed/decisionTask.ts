/**
 * A decision table as a step of a process.
 */
import { type Activity, activity, type Look } from "@millrace/builder"
import { tableToHistory } from "../plugin/toHistory.ts"
import type { TypedTable } from "./decisionTable.ts"

/**
 * Decides by a table: the variable of the step is what the table gives, and the history of the instance says why.
 *
 * ```ts
 * .add("risk", decisionTask(riskTable, ({ vars }) => ({ age: vars.age, sum: vars.wish })))
 * ```
 */
export const decisionTask = <Vars, I, T>(table: TypedTable<I, T>, input: (look: Look<Vars>) => NoInfer<I>): Activity<Vars, T, never> =>
  activity<Vars, T>({
    type: "BusinessRuleTask",
    schema: table.schema,
    fields: (bind) => ({
      decision: bind.code("decision", (look) => {
        const { explain } = look
        return table.decideJson(
          input(look),
          explain === undefined ? undefined : (explained) => explain({ tables: [tableToHistory(explained)] }),
        )
      }),
    }),
  })
