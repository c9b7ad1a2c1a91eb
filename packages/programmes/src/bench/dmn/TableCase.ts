/**
 * The tables that `bench dmn` decides by: the same rules for our engine, as closures by hand, and as texts for feelin.
 */
import type { Aggregation, DecisionModel, DecisionTable, HitPolicy } from "@millrace/dmn"
import { type TableInputs, tableInputs } from "./tableInputs.ts"

/** A test of one input: the FEEL text, and what somebody would write by hand. */
interface CellCase {
  readonly text: string
  readonly byHand: (value: unknown) => boolean
}

/** A table with what is asked of it. */
export interface TableCase {
  readonly name: string
  readonly rules: number
  readonly inputs: number
  readonly policy: HitPolicy
  readonly aggregation: Aggregation | undefined
  readonly model: DecisionModel
  readonly contexts: ReadonlyArray<TableInputs>
  /** The cells of each rule. */
  readonly cells: ReadonlyArray<ReadonlyArray<CellCase>>
  /** The output of each rule. */
  readonly outputs: ReadonlyArray<number>
}

const anything: CellCase = { text: "-", byHand: () => true }

const interval = (low: number, high: number): CellCase => ({
  text: `[${low}..${high}]`,
  byHand: (value) => typeof value === "number" && value >= low && value <= high,
})

const oneOf = (texts: ReadonlyArray<string>): CellCase => ({
  text: texts.map((text) => JSON.stringify(text)).join(", "),
  byHand: (value) => texts.some((text) => text === value),
})

/** The outputs of a table, those that go first first. */
const priorities = [3, 2, 1]

/** A table of so many rules and inputs, and orders for it; always the same ones. */
export const tableCase = (name: string, rules: number, inputs: number, policy: HitPolicy, aggregation?: Aggregation): TableCase => {
  const next = tableInputs(rules * 31 + inputs)
  const cells = Array.from({ length: rules }, (_, rule) =>
    Array.from({ length: inputs }, (_, column): CellCase => {
      if (next.below(8) === 0) return anything
      // UNIQUE and ANY want one rule for each order: the first input tells them apart.
      const width = Math.ceil(1000 / rules)
      if (column === 0 && (policy === "UNIQUE" || policy === "ANY")) return interval(rule * width, rule * width + width - 1)
      if (column % 2 === 1) return oneOf([next.text(), next.text(), next.text()])
      const low = next.below(700)
      return interval(low, low + 100 + next.below(200))
    }),
  )
  const unique = policy === "UNIQUE" || policy === "ANY"
  const named = Array.from({ length: inputs }, (_, column) => `input ${column + 1}`)
  const exact = unique
    ? cells.map(([first], rule) => [
        first === anything ? interval(-1 - rule, -1 - rule) : (first ?? anything),
        ...named.slice(1).map(() => anything),
      ])
    : cells
  const outputs = Array.from({ length: rules }, (_, rule) => priorities[rule % 3] ?? 1)
  return {
    name,
    rules,
    inputs,
    policy,
    aggregation,
    cells: exact,
    outputs,
    contexts: Array.from({ length: 64 }, () =>
      Object.fromEntries(named.map((input, column) => [input, column % 2 === 1 ? next.text() : next.below(1000)])),
    ),
    model: modelOf(named, exact, outputs, policy, aggregation),
  }
}

const modelOf = (
  inputs: ReadonlyArray<string>,
  cells: ReadonlyArray<ReadonlyArray<CellCase>>,
  outputs: ReadonlyArray<number>,
  hitPolicy: HitPolicy,
  aggregation: Aggregation | undefined,
): DecisionModel => {
  const typeOf = (column: number) => (column % 2 === 1 ? "string" : "number")
  const logic: DecisionTable = {
    kind: "table",
    hitPolicy,
    ...(aggregation === undefined ? {} : { aggregation }),
    inputs: inputs.map((text, column) => ({ text, typeRef: typeOf(column) })),
    outputs: [{ typeRef: "number", values: priorities.join(", ") }],
    rules: cells.map((rule, i) => ({ inputs: rule.map(({ text }) => text), outputs: [String(outputs[i])] })),
  }
  return {
    name: "bench",
    namespace: "urn:bench",
    imports: [],
    types: [],
    inputs: inputs.map((name, column) => ({ name, id: `input-${column}`, typeRef: typeOf(column) })),
    decisions: [{ name: "table", id: "table", inputs: inputs.map((_, column) => `#input-${column}`), decisions: [], knows: [], logic }],
    knowledge: [],
    services: [],
    sources: [],
    rest: [],
  }
}
