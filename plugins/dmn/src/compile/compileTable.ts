/**
 * Compiles a decision table (DMN 1.5 §8.2): the inputs are computed, an index names the rules that may match, the hit policy decides.
 */
import {
  Any,
  type ConstantTests,
  coerced,
  compile,
  contextOf,
  type FeelContext,
  type FeelProgram,
  FeelSyntaxError,
  type FeelType,
  type FeelValue,
  isList,
  joined,
  listOf,
  NumberType,
  textOf,
} from "@millrace/feel-scanner"
import type { DecisionTable, OutputClause } from "../model/DecisionTable.ts"
import { type Hit, hitsNeeded, type Outputs, ranksOf, valueOfHits } from "../table/hitPolicy.ts"
import { passesCell } from "../table/passesCell.ts"
import { RuleIndex } from "../table/RuleIndex.ts"
import { type Cell, type CompiledRule, passesComputedCell } from "./Cell.ts"
import { explainTable } from "./explainTable.ts"
import type { Compiled, Run } from "./Run.ts"
import { put, type Scope, shortened, typed } from "./Scope.ts"

/** A compiled input column. */
interface Input {
  readonly name: string
  readonly place: string
  readonly value: Compiled
  /** The tests that the value has to pass before any rule is looked at. */
  readonly allowed: FeelProgram | null
}

/** Compiles a table. */
export const compileTable = (scope: Scope, table: DecisionTable): Compiled => {
  const inputs = table.inputs.map((_, i) => compileInput(scope, table, i))
  const priorities = table.outputs.map((clause) => prioritiesOf(scope, clause))
  const columns = table.outputs.map((clause) => columnOf(scope, clause))
  const rules = table.rules.map((_, i) => compileRule(scope, table, i, inputs, columns, priorities))
  const index = new RuleIndex(
    inputs.map((_, column) => rules.map(({ cells }) => cells[column]?.tests ?? null)),
    rules.length,
  )
  const shape = shapeOf(table)
  const outputs = {
    place: scope.place,
    shape,
    priorities,
    aggregation: table.aggregation,
  }
  const otherwise = compileOtherwise(scope, table)
  const policy = table.hitPolicy
  const givesList = policy === "COLLECT" || policy === "RULE ORDER" || policy === "OUTPUT ORDER"
  const most = hitsNeeded(policy)

  const matching = (context: FeelContext, run: Run, values: ReadonlyArray<FeelValue>): ReadonlyArray<number> => {
    const found: Array<number> = []
    index.eachCandidate(values, (rule) => {
      const compiled = rules[rule]
      if (compiled !== undefined && passesComputed(compiled, context, run, values)) found.push(rule)
      return found.length < most
    })
    return found
  }

  const decide = (context: FeelContext, run: Run, matched: ReadonlyArray<number>): FeelValue => {
    if (matched.length === 0) {
      if (otherwise !== null) return otherwise(context, run)
      if (!givesList) return null
    }
    // Several rules of UNIQUE are an error, whatever their outputs are.
    const hits: Array<Hit> = []
    for (const rule of matched) {
      const compiled = rules[rule]
      if (compiled !== undefined) hits.push(hitOf(rule, compiled, context, run))
    }
    return valueOfHits(policy, hits, outputs, run)
  }

  const evaluate = (context: FeelContext, run: Run): FeelValue => {
    const values: Array<FeelValue> = []
    for (const input of inputs) values.push(input.value.evaluate(context, run))
    for (const [i, input] of inputs.entries()) if (!allows(input, context, run, values[i] ?? null)) return null
    if (run.trace === null) return decide(context, run, matching(context, run, values))
    return explainTable({ table, place: scope.place, names: inputs.map(({ name }) => name), rules, values, context, run, decide })
  }
  return { evaluate, type: typeOfTable(table, rules, givesList) }
}

const allows = ({ allowed, place, name }: Input, context: FeelContext, run: Run, value: FeelValue): boolean => {
  if (allowed === null || allowed.within(run.site, context, value) === true) return true
  run.fail(place, "InputNotAllowed", `${name} is ${shortened(textOf(value))}, but only these are allowed: ${shortened(allowed.text)}.`)
  return false
}

const passesComputed = (
  { cells, computed, place }: CompiledRule,
  context: FeelContext,
  run: Run,
  values: ReadonlyArray<FeelValue>,
): boolean => {
  for (const column of computed) {
    const cell = cells[column]
    const passed = cell !== undefined && passesComputedCell(cell, context, run, values[column] ?? null, place)
    if (!passed) return false
  }
  return true
}

const hitOf = (rule: number, { fixed, outputs }: CompiledRule, context: FeelContext, run: Run): Hit =>
  fixed ?? { rule, outputs: outputs.map((output) => (output.constant === undefined ? output.evaluate(context, run) : output.constant)) }

const compileInput = (scope: Scope, table: DecisionTable, i: number): Input => {
  const clause = table.inputs[i]
  const text = clause?.text ?? ""
  const name = clause?.label ?? (shortened(text) || `${i + 1}`)
  const at = scope.at(`input '${name}'`)
  const part = clause ?? table
  const value = typed(at.text(text, part), at.typeOf(clause?.typeRef, part), at.place)
  const allowed = isEmpty(clause?.values) ? null : at.program(clause?.values ?? "", part, { input: value.type })
  return { name, place: at.place, value, allowed }
}

const isEmpty = (text: string | undefined): boolean => text === undefined || text.trim() === ""

const compileRule = (
  scope: Scope,
  table: DecisionTable,
  i: number,
  inputs: ReadonlyArray<Input>,
  columns: ReadonlyArray<Column>,
  priorities: Outputs["priorities"],
): CompiledRule => {
  const rule = table.rules[i]
  const at = scope.at(`rule ${i + 1}`)
  const part = rule ?? table
  const cells = inputs.map((input, column): Cell => {
    const text = rule?.inputs[column] ?? ""
    if (isEmpty(text)) return { text: "-", program: null, tests: { values: [], negated: false } }
    const program = at.program(text, part, { input: input.value.type })
    return { text, program, tests: program?.tests ?? null }
  })
  const outputs = columns.map((column, k) => outputOf(at.text(givenText(rule?.outputs[k]), part), column, at.place))
  const computed = cells.flatMap((cell, column) => (cell.tests === null ? [column] : []))
  const constants = outputs.flatMap(({ constant }) => (constant === undefined ? [] : [constant]))
  const fixed = constants.length === outputs.length ? { rule: i, outputs: constants, ranks: ranksOf(constants, priorities) } : null
  return { id: rule?.id, place: at.place, cells, computed, outputs, fixed }
}

/** An output that is left out is null; some tools write it as a dash. */
const givenText = (text: string | undefined): string => (text === undefined || isEmpty(text) || text.trim() === "-" ? "null" : text)

/** What the outputs of a column have to be. */
interface Column {
  readonly type: FeelType
  /** The tests that they have to pass. */
  readonly allowed: FeelProgram | null
}

const columnOf = (scope: Scope, clause: OutputClause): Column => {
  const type = scope.typeOf(clause.typeRef, clause)
  return { type, allowed: isEmpty(clause.values) ? null : scope.program(clause.values ?? "", clause, { input: type }) }
}

/** An output as one of its column's type and values: a constant that is one stays a constant. */
const outputOf = (compiled: Compiled, { type, allowed }: Column, place: string): Compiled => {
  const { constant } = compiled
  const value = constant === undefined || type.kind === "constrained" ? undefined : coerced(constant, type)
  const isOne = (tests: ConstantTests | null): boolean => tests !== null && value !== undefined && passesCell(tests, value) === true
  if (value !== undefined && value !== null && (allowed === null || isOne(allowed.tests))) return fixedOutput(compiled, type, value)
  const output = typed(compiled, type, place)
  if (allowed === null) return output
  return {
    type: output.type,
    evaluate: (context, run) => {
      const given = output.evaluate(context, run)
      if (given === null || allowed.within(run.site, context, given) === true) return given
      const reason = `The output is ${shortened(textOf(given))}, but only these are allowed: ${shortened(allowed.text)}.`
      return run.fail(place, "OutputNotAllowed", reason)
    },
  }
}

const fixedOutput = (compiled: Compiled, type: FeelType, value: FeelValue): Compiled => ({
  type: type.kind === "Any" ? compiled.type : type,
  constant: value,
  evaluate: () => value,
})

/** The outputs of a rule as its value: the only one, or a context with the names of the columns. */
const shapeOf = ({ outputs }: DecisionTable): ((values: ReadonlyArray<FeelValue>) => FeelValue) => {
  if (outputs.length === 1) return ([only]) => only ?? null
  const names = outputs.map(outputName)
  return (values) => {
    const context: Record<string, FeelValue> = {}
    for (const [i, name] of names.entries()) put(context, name, values[i] ?? null)
    return context
  }
}

const outputName = ({ name, label }: OutputClause, i: number): string => name ?? label ?? `output ${i + 1}`

const prioritiesOf = (scope: Scope, clause: OutputClause): ReadonlyArray<FeelValue> | null => {
  const text = isEmpty(clause.values) ? scope.model.types.allowedValuesOf(clause.typeRef) : clause.values
  if (text === undefined || isEmpty(text)) return null
  const program = compile(`[${text}]`, { names: {} })
  const values = program instanceof FeelSyntaxError ? null : program.value({})
  return isList(values) ? values : null
}

const compileOtherwise = (scope: Scope, table: DecisionTable): ((context: FeelContext, run: Run) => FeelValue) | null => {
  if (table.outputs.every(({ otherwise }) => isEmpty(otherwise))) return null
  const at = scope.at("default output")
  const shape = shapeOf(table)
  const outputs = table.outputs.map((clause) => {
    if (isEmpty(clause.otherwise)) return null
    return typed(at.text(clause.otherwise ?? "", clause), at.typeOf(clause.typeRef, clause), at.place)
  })
  return (context, run) => shape(outputs.map((output) => (output === null ? null : output.evaluate(context, run))))
}

/** What is known of the table's value. */
const typeOfTable = ({ outputs, aggregation }: DecisionTable, rules: ReadonlyArray<CompiledRule>, givesList: boolean): FeelType => {
  if (aggregation === "COUNT") return NumberType
  const types = outputs.map((_, column) => rules.map((rule) => rule.outputs[column]?.type ?? Any).reduce(joinedOrFirst, undefined) ?? Any)
  const [only] = types
  const type =
    outputs.length === 1 ? (only ?? Any) : contextOf(new Map(outputs.map((clause, i) => [outputName(clause, i), types[i] ?? Any])))
  return givesList && aggregation === undefined ? listOf(type) : type
}

const joinedOrFirst = (all: FeelType | undefined, type: FeelType): FeelType => (all === undefined ? type : joined(all, type))
