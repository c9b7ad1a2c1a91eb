/**
 * A typed table as a decision model: with inputs of the columns' names, and one decision.
 */
import type { DecisionModel } from "../model/DecisionModel.ts"
import type { Aggregation, DecisionTable, HitPolicy, InputClause, OutputClause, Rule } from "../model/DecisionTable.ts"
import type { Expression } from "../model/Expression.ts"
import { type Column, invalidTable, type Literal } from "./Column.ts"
import { isText, literalText } from "./cellText.ts"

/** A table as plain values. */
export interface PlainTable {
  readonly id: string
  readonly columns: ReadonlyArray<Column>
  /** The outputs; the only one of a table that gives no object has no name. */
  readonly outputs: ReadonlyArray<Column>
  readonly givesObject: boolean
  readonly hitPolicy: HitPolicy
  readonly aggregation: Aggregation | undefined
  readonly rules: ReadonlyArray<{ readonly when: Readonly<Record<string, unknown>>; readonly then: unknown; readonly because?: string }>
  readonly otherwise: unknown
}

/** The namespace of a table's model. */
export const tableNamespace = (id: string): string => `urn:millrace:decision-table:${id}`

/** The model of a typed table. */
export const tableModel = (plain: PlainTable): DecisionModel => {
  const { id, columns, outputs, givesObject } = plain
  const table = tableOf(plain)
  const [only] = outputs
  const logic = givesObject && outputs.length === 1 && only !== undefined ? asObjects(table, only.name) : table
  return {
    name: id,
    namespace: tableNamespace(id),
    imports: [],
    types: [],
    inputs: columns.map((column, i) => ({ name: column.name, id: `input_${i + 1}`, ...typeRefOf(column) })),
    decisions: [{ name: id, id: "decision", inputs: columns.map((_, i) => `#input_${i + 1}`), decisions: [], knows: [], logic }],
    knowledge: [],
    services: [],
    sources: [],
    rest: [],
  }
}

/** In DMN a table with one output gives its value, not an object with it: that is made around the table, or around each of its values. */
const asObjects = (table: DecisionTable, name: string): Expression => {
  const { hitPolicy, aggregation } = table
  if (aggregation !== undefined) return table
  if (hitPolicy !== "COLLECT" && hitPolicy !== "RULE ORDER" && hitPolicy !== "OUTPUT ORDER")
    return { kind: "context", entries: [{ name, value: table }] }
  const item: Expression = { kind: "context", entries: [{ name, value: { kind: "literal", text: "item" } }] }
  return { kind: "for", variable: "item", in: table, body: item }
}

/** The table in the logic of a typed table's decision. */
export const tableIn = (logic: Expression | undefined): DecisionTable | undefined => {
  switch (logic?.kind) {
    case "table":
      return logic
    case "context":
      return tableIn(logic.entries[0]?.value)
    case "for":
      return tableIn(logic.in)
    default:
      return undefined
  }
}

const typeRefOf = ({ type }: Column): { readonly typeRef?: string } => (type === undefined ? {} : { typeRef: type })

const tableOf = (plain: PlainTable): DecisionTable => {
  const { id, columns, outputs, hitPolicy, aggregation, rules, otherwise } = plain
  const explained = rules.some(({ because }) => because !== undefined)
  return {
    kind: "table",
    hitPolicy,
    ...(aggregation === undefined ? {} : { aggregation }),
    inputs: columns.map(
      (column): InputClause => ({
        text: column.name,
        ...typeRefOf(column),
        ...(column.values === undefined || column.nullable || column.type === "boolean" ? {} : { values: valuesText(column.values) }),
      }),
    ),
    outputs: outputs.map(
      (column, i): OutputClause => ({
        ...(column.name === "" ? {} : { name: column.name }),
        ...typeRefOf(column),
        ...(column.values === undefined || column.type === "boolean" ? {} : { values: valuesText(column.values) }),
        ...(otherwise === undefined ? {} : { otherwise: outputTexts(plain, otherwise, "'otherwise'")[i] ?? "null" }),
      }),
    ),
    ...(explained ? { annotations: ["because"] } : {}),
    rules: rules.map(({ when, then, because }, i): Rule => {
      const unknown = Object.keys(when).find((name) => !columns.some((column) => column.name === name))
      if (unknown !== undefined) throw invalidTable(id, `rule ${i + 1} tests '${unknown}', which is no input.`)
      return {
        inputs: columns.map((column) => testText(plain, column, Object.hasOwn(when, column.name) ? when[column.name] : undefined, i)),
        outputs: outputTexts(plain, then, `rule ${i + 1}`),
        ...(explained ? { annotations: [because ?? ""] } : {}),
      }
    }),
  }
}

const valuesText = (values: ReadonlyArray<Literal>): string => values.map((value) => literalText(value) ?? "null").join(", ")

/** What a rule says of a column, as unary tests. */
const testText = ({ id }: PlainTable, column: Column, cell: unknown, rule: number): string => {
  if (cell === undefined) return "-"
  if (isText(cell)) return cell.text
  // The text of a column that holds no text is FEEL.
  if (typeof cell === "string" && column.type !== "string") return cell
  const text = Array.isArray(cell) ? cell.map((one) => literalText(one)).join(", ") : literalText(cell)
  if (text === undefined) throw invalidTable(id, `rule ${rule + 1} tests '${column.name}' with what is no JSON: write the test as FEEL.`)
  return text
}

/** What a rule gives, an expression for each output. */
const outputTexts = ({ id, outputs, givesObject }: PlainTable, then: unknown, place: string): ReadonlyArray<string> => {
  if (givesObject && isText(then)) throw invalidTable(id, `${place} gives FEEL for a whole object: write FEEL for each of its fields.`)
  return outputs.map(({ name }) => {
    const value: unknown = givesObject && typeof then === "object" && then !== null ? Reflect.get(then, name) : then
    const text = isText(value) ? value.text : value === undefined ? "null" : literalText(value)
    if (text === undefined)
      throw invalidTable(
        id,
        `${place} gives what is no JSON${name === "" ? "" : ` for '${name}'`}: describe it by a schema that encodes it.`,
      )
    return text
  })
}
