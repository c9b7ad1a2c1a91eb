/**
 * Evaluates a decision table rule by rule, and tells for each why it matched or not: slower than the index, with the same result.
 */
import { type FeelContext, type FeelValue, toJson } from "@millrace/feel-scanner"
import type { DecisionTable } from "../model/DecisionTable.ts"
import { passesCell } from "../table/passesCell.ts"
import { type CompiledRule, passesComputedCell } from "./Cell.ts"
import type { Run } from "./Run.ts"
import type { RuleExplanation } from "./Trace.ts"

/** A table that is being evaluated. */
export interface TableAtWork {
  readonly table: DecisionTable
  readonly place: string
  readonly names: ReadonlyArray<string>
  readonly rules: ReadonlyArray<CompiledRule>
  readonly values: ReadonlyArray<FeelValue>
  readonly context: FeelContext
  readonly run: Run
  /** The value, from the rules that matched. */
  readonly decide: (context: FeelContext, run: Run, matched: ReadonlyArray<number>) => FeelValue
}

/** The value of the table; what is told goes to the trace of the run. */
export const explainTable = ({ table, place, names, rules, values, context, run, decide }: TableAtWork): FeelValue => {
  const explained: Array<RuleExplanation> = []
  const matched: Array<number> = []
  for (const [i, rule] of rules.entries()) {
    const failed = rule.cells.flatMap((cell, column) => {
      const value = values[column] ?? null
      const passed =
        cell.tests === null ? passesComputedCell(cell, context, run, value, rule.place) : passesCell(cell.tests, value) === true
      return passed ? [] : [{ input: names[column] ?? "", test: cell.text, value: toJson(value, { exact: true }) }]
    })
    if (failed.length === 0) matched.push(i)
    explained.push({ rule: i + 1, ...(rule.id === undefined ? {} : { id: rule.id }), matched: failed.length === 0, failed })
  }
  const value = decide(context, run, table.hitPolicy === "FIRST" ? matched.slice(0, 1) : matched)
  run.trace?.addTable({
    table: place,
    hitPolicy: table.aggregation === undefined ? table.hitPolicy : `${table.hitPolicy} ${table.aggregation}`,
    inputs: names.map((input, column) => ({ input, value: toJson(values[column] ?? null, { exact: true }) })),
    matched: matched.map((rule) => rule + 1),
    rules: explained,
    value: toJson(value, { exact: true }),
  })
  return value
}
