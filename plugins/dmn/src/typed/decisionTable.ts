/**
 * Decision tables as typed code: inputs and outputs are described by schemas, rules are values, and the table is checked when it is made.
 */
import type { ExpressionText } from "@millrace/builder"
import {
  type ConstantTests,
  compile,
  type FeelProgram,
  FeelSyntaxError,
  type FeelType,
  type FeelValue,
  fromJson,
  type Json,
  simpleTypes,
  toJson,
} from "@millrace/feel-scanner"
import { Schema } from "effect"
import type { TableExplanation } from "../compile/Trace.ts"
import { type DecisionOutcome, decisions } from "../Decisions.ts"
import { DmnError } from "../DmnError.ts"
import { isFields, requireThat } from "../given.ts"
import type { DecisionModel } from "../model/DecisionModel.ts"
import type { Aggregation, HitPolicy } from "../model/DecisionTable.ts"
import { writeModel } from "../write/writeModel.ts"
import { type Column, columnOf, columnsOf, invalidTable } from "./Column.ts"
import { isText, literalText } from "./cellText.ts"
import { checkTable } from "./checkTable.ts"
import { type PlainTable, tableIn, tableModel } from "./tableModel.ts"

/** How many problems of a table are told at once. */
const mostTold = 5

const listed = (problems: ReadonlyArray<string>): string =>
  [...problems.slice(0, mostTold), ...(problems.length > mostTold ? [`And ${problems.length - mostTold} more.`] : [])].join(" ")

/** What a table gives where several rules match. */
export type Hit = keyof typeof hits

const hits = {
  /** Exactly one rule matches; that no two do is checked. */
  unique: { hitPolicy: "UNIQUE" },
  /** Rules that match together give the same; that is checked. */
  any: { hitPolicy: "ANY" },
  /** The rule whose output stands first among the values of the output's schema. */
  priority: { hitPolicy: "PRIORITY" },
  /** The first rule that matches. */
  first: { hitPolicy: "FIRST" },
  /** All, in the order of the rules. */
  ruleOrder: { hitPolicy: "RULE ORDER" },
  /** All, in the order of the values of the output's schema. */
  outputOrder: { hitPolicy: "OUTPUT ORDER" },
  /** All, in no order that says anything. */
  collect: { hitPolicy: "COLLECT" },
  /** How many. */
  count: { hitPolicy: "COLLECT", aggregation: "COUNT" },
  sum: { hitPolicy: "COLLECT", aggregation: "SUM" },
  min: { hitPolicy: "COLLECT", aggregation: "MIN" },
  max: { hitPolicy: "COLLECT", aggregation: "MAX" },
} as const satisfies Readonly<Record<string, { readonly hitPolicy: HitPolicy; readonly aggregation?: Aggregation }>>

/**
 * What a rule asks of an input: a value, one of several values, or FEEL (`"< 25"`, `"[18..65]"`). For texts FEEL is written `feel('not("new")')`,
 * since a text stands for itself.
 */
export type Test<T> = T | ReadonlyArray<T> | ExpressionText | (NonNullable<T> extends string ? never : string)

/** A row of a table. What it does not ask for may be anything. */
export interface TypedRule<I, O> {
  readonly when: { readonly [K in keyof I]?: Test<I[K]> }
  /** What it gives: a value, or FEEL; of an object each field may be FEEL. */
  readonly then: O | ExpressionText | { readonly [K in keyof O]: O[K] | ExpressionText }
  /** Why, for people: an annotation. */
  readonly because?: string
}

/** What a table is made of. */
export interface TableOptions<I, O, H extends Hit> {
  /** A struct: its fields are the columns that rules test. */
  readonly input: Schema.Codec<I, unknown>
  /** A struct, or a single value. */
  readonly output: Schema.Codec<O, unknown>
  readonly hit: H
  readonly rules: ReadonlyArray<TypedRule<I, NoInfer<O>>>
  /** What is given where no rule matches. Without it the rules have to cover all inputs. */
  readonly otherwise?: NoInfer<O>
}

/** What a table with such a hit policy gives. */
export type Decided<O, H extends Hit> = H extends "ruleOrder" | "outputOrder" | "collect"
  ? ReadonlyArray<O>
  : H extends "count"
    ? number
    : H extends "sum" | "min" | "max"
      ? O | null
      : O

/** When a table decides. */
export interface DecideTableOptions {
  /** The time that `now()` and `today()` tell in milliseconds since 1970; the computer's where left out. */
  readonly now?: number
}

/** A table ready for deciding. */
export interface TypedTable<in I, out T> {
  readonly id: string
  /** What it gives for an input. Throws a `DmnError` where the input is not what its schema says. */
  readonly decide: (input: I, options?: DecideTableOptions) => T
  /** The same, with the reasons: which rules matched, and why the others did not. */
  readonly explain: (input: I, options?: DecideTableOptions) => { readonly value: T; readonly table: TableExplanation }
  /** What it gives as JSON, for who stores it; `explained` gets the reasons. */
  readonly decideJson: (input: I, options?: DecideTableOptions & { readonly explained?: (table: TableExplanation) => void }) => Json
  /** Describes what it gives. */
  readonly schema: Schema.Codec<T, unknown>
  /** The table as a decision model. */
  readonly model: DecisionModel
  /** The table as DMN XML, for people and other tools. */
  readonly toXml: () => string
}

/** For those who have no types. */
const requireTable = (id: unknown, options: unknown): void => {
  requireThat(typeof id === "string" && id !== "", "decisionTable", id, "a text as its id, which is not empty")
  requireThat(isFields(options), "decisionTable", options, "input, output, hit and rules in braces")
  const { input, output, hit, rules } = Object(options) as Readonly<Record<string, unknown>>
  for (const [name, schema] of [
    ["input", input],
    ["output", output],
  ] as const)
    requireThat(Schema.isSchema(schema), `The '${name}' of decisionTable('${id}')`, schema, "a schema, such as Schema.Struct({ … })")
  requireThat(
    typeof hit === "string" && Object.hasOwn(hits, hit),
    `The 'hit' of decisionTable('${id}')`,
    hit,
    `one of ${Object.keys(hits).join(", ")}`,
  )
  const fits = Array.isArray(rules) && rules.every((rule) => isFields(rule) && isFields(Reflect.get(rule, "when")) && "then" in rule)
  requireThat(fits, `The 'rules' of decisionTable('${id}')`, rules, "a list of { when, then }")
}

/**
 * Makes a decision table, and checks it: gaps, overlaps, contradictions and rules that are never used are a `DmnError`.
 *
 * ```ts
 * export const risk = decisionTable("risk", {
 *   input: Schema.Struct({ age: Schema.Int, sum: Schema.Number }),
 *   output: Schema.Struct({ level: Schema.Literals(["low", "high"]) }),
 *   hit: "first",
 *   rules: [{ when: { age: "< 25", sum: "> 1000" }, then: { level: "high" } }],
 *   otherwise: { level: "low" },
 * })
 * ```
 */
export const decisionTable = <I extends object, O, const H extends Hit>(
  id: string,
  options: TableOptions<I, O, H>,
): TypedTable<I, Decided<O, H>> => {
  requireTable(id, options)
  const plain = plainTable(id, options)
  const model = tableModel(plain)
  const compiled = decisions([model])
  const [problem] = compiled.problems
  if (problem !== undefined) throw invalidTable(id, `${problem.place}: ${problem.message}`)
  const problems = checkTable({ ...checkable(plain, model), policy: plain.hitPolicy, hasOtherwise: plain.otherwise !== undefined })
  if (problems.length > 0) throw invalidTable(id, listed(problems))

  const encode = Schema.encodeUnknownSync(Schema.toCodecJson(options.input))
  const schema = decidedSchema(options.output, options.hit)
  const decode = Schema.decodeUnknownSync(Schema.toCodecJson(schema))
  const evaluate = (input: I, explain: boolean, options: DecideTableOptions): DecisionOutcome => {
    const now = options.now === undefined ? {} : { now: options.now }
    const outcome = compiled.evaluate("decision", encoded(id, encode, input), { explain, ...now })
    const [first] = outcome.diagnostics
    if (first !== undefined) throw new DmnError("DecisionFailed", `Decision table '${id}': ${first.place}: ${first.reason}`)
    return outcome
  }
  const json = (
    input: I,
    explain: boolean,
    options: DecideTableOptions,
  ): { readonly value: Json; readonly table: TableExplanation | undefined } => {
    const { value, explanation } = evaluate(input, explain, options)
    return { value: toJson(value), table: explanation?.decisions[0]?.tables[0] }
  }
  return {
    id,
    model,
    schema,
    toXml: () => writeModel(model),
    decide: (input, options = {}) => decode(json(input, false, options).value),
    decideJson: (input, { explained, ...options } = {}) => {
      const { value, table } = json(input, explained !== undefined, options)
      if (table !== undefined) explained?.(table)
      return value
    },
    explain: (input, options = {}) => {
      const { value, table } = json(input, true, options)
      if (table === undefined) throw new DmnError("DecisionFailed", `Decision table '${id}' was not looked at.`)
      return { value: decode(value), table }
    },
  }
}

const encoded = (id: string, encode: (input: unknown) => unknown, input: unknown): Readonly<Record<string, unknown>> => {
  try {
    return { ...Object(encode(input)) }
  } catch (error) {
    throw new DmnError(
      "DecisionFailed",
      `Decision table '${id}': the input is not what its schema says: ${error instanceof Error ? error.message : error}`,
    )
  }
}

/** The schema of what a table gives. */
function decidedSchema<O, H extends Hit>(output: Schema.Codec<O, unknown>, hit: H): Schema.Codec<Decided<O, H>, unknown>
// What is given follows from the hit policy, which the compiler knows only by its type.
function decidedSchema(output: Schema.Codec<unknown, unknown>, hit: Hit): Schema.Codec<unknown, unknown> {
  switch (hit) {
    case "ruleOrder":
    case "outputOrder":
    case "collect":
      return Schema.Array(output)
    case "count":
      return Schema.Number
    case "sum":
    case "min":
    case "max":
      return Schema.NullOr(output)
    default:
      return output
  }
}

const plainTable = <I, O, H extends Hit>(id: string, { input, output, hit, rules, otherwise }: TableOptions<I, O, H>): PlainTable => {
  const columns = columnsOf(input)
  if (columns === undefined) throw invalidTable(id, "the input has to be a Schema.Struct: its fields are the columns.")
  const outputs = columnsOf(output)
  const policy: { readonly hitPolicy: HitPolicy; readonly aggregation?: Aggregation } = hits[hit]
  const { hitPolicy, aggregation } = policy
  const encode = Schema.encodeUnknownSync(Schema.toCodecJson(output))
  const known = outputs ?? [columnOf("", output.ast)]
  if (aggregation !== undefined && aggregation !== "COUNT" && outputs !== undefined) {
    throw invalidTable(id, `'${hit}' needs a single output, not an object: make the output a number.`)
  }
  if ((hitPolicy === "PRIORITY" || hitPolicy === "OUTPUT ORDER") && known.every(({ values }) => values === undefined)) {
    throw invalidTable(
      id,
      `'${hit}' goes by the order of the output's values: describe the output with Schema.Literals, those that go first first.`,
    )
  }
  return {
    id,
    columns,
    outputs: known,
    givesObject: outputs !== undefined,
    hitPolicy,
    aggregation,
    rules: rules.map((rule) => ({
      when: Object.fromEntries(Object.entries(rule.when).map(([name, test]) => [name, encodedTest(input, name, test)])),
      then: hasText(rule.then) ? rule.then : encode(rule.then),
      ...(rule.because === undefined ? {} : { because: rule.because }),
    })),
    otherwise: otherwise === undefined ? undefined : encode(otherwise),
  }
}

const hasText = (then: unknown): boolean => isText(then) || (typeof then === "object" && then !== null && Object.values(then).some(isText))

/** Values of a test as JSON: a Date becomes what the schema of the input makes of it. */
const encodedTest = (input: Schema.Codec<unknown, unknown>, name: string, test: unknown): unknown => {
  if (test === undefined || typeof test !== "object" || test === null || isText(test) || literalText(test) !== undefined) return test
  const fields: unknown = Reflect.get(input, "fields")
  const field: unknown = typeof fields === "object" && fields !== null ? Reflect.get(fields, name) : undefined
  return Schema.isSchema(field) ? Schema.encodeUnknownSync(Schema.toCodecJson(field as Schema.Codec<unknown, unknown>))(test) : test
}

/** The cells as constants, for the checks. */
const checkable = (
  plain: PlainTable,
  model: DecisionModel,
): {
  readonly columns: ReadonlyArray<Column>
  readonly rules: ReadonlyArray<ReadonlyArray<ConstantTests | null>>
  readonly outputs: ReadonlyArray<FeelValue | undefined>
} => {
  const table = tableIn(model.decisions[0]?.logic)
  if (table === undefined) return { columns: plain.columns, rules: [], outputs: [] }
  const names = new Map(plain.columns.map((column) => [column.name, feelType(column)]))
  const testsOf = (text: string, column: Column | undefined): ConstantTests | null => {
    if (column === undefined) return null
    if (text === "-") return { values: [], negated: false }
    return program(compile(text, { mode: "unary-tests", names, input: feelType(column) }))?.tests ?? null
  }
  return {
    columns: plain.columns,
    rules: table.rules.map((rule) => rule.inputs.map((text, i) => testsOf(text, plain.columns[i]))),
    outputs: plain.rules.map(({ then }) => (hasText(then) ? undefined : fromJson(then).value)),
  }
}

const program = (compiled: FeelProgram | FeelSyntaxError): FeelProgram | undefined =>
  compiled instanceof FeelSyntaxError ? undefined : compiled

const anyType: FeelType = { kind: "Any" }

const feelType = ({ type }: Column): FeelType => (type === undefined ? anyType : (simpleTypes.get(type) ?? anyType))
