/**
 * An explanation as the history of an instance keeps it: in a size that does not grow with the tables.
 */
import type { Json } from "@millrace/kernel"
import type { Explanation, TableExplanation } from "../compile/Trace.ts"

/** How many rules that did not match are told with the entry that did not hold. */
const mostRules = 100

/** What the history keeps of an explanation. */
export const toHistory = ({ decisions }: Explanation): Json => ({
  decisions: decisions.map(({ decision, inputs, value, tables }) => ({ decision, inputs, value, tables: tables.map(tableToHistory) })),
})

/** What the history keeps of a table: what matched, and for the others the first entry that did not hold. */
export const tableToHistory = ({ table, hitPolicy, inputs, matched, rules, value }: TableExplanation): Json => {
  const others = rules.filter((rule) => !rule.matched)
  return {
    table,
    hitPolicy,
    inputs: Object.fromEntries(inputs.map((one) => [one.input, one.value])),
    matched,
    value,
    failed: others
      .slice(0, mostRules)
      .map(({ rule, failed: [first] }) => (first === undefined ? { rule } : { rule, input: first.input, test: first.test })),
    ...(others.length > mostRules ? { moreFailed: others.length - mostRules } : {}),
  }
}
