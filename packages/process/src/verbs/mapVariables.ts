/**
 * What mappings do as an element begins, and as it has done its work.
 */
import { type Json, type JsonObject, readValue, type Value } from "@millrace/kernel"
import type { PreparedMappings } from "../activity/mappings.ts"
import { CodeProblem } from "../CodeProblem.ts"
import { errorVariable } from "../errorValue.ts"
import { type Beside, type Evaluator, evaluate } from "../Preparation.ts"
import { type ElementInstance, processInstance, scopeChain } from "../State.ts"
import { nodeOf, type Turn, varsOf } from "../Turn.ts"
import { viewOf } from "../Variables.ts"
import { declaredIn } from "./declaredIn.ts"
import { raiseIncident } from "./raiseIncident.ts"
import { setVariable } from "./setVariable.ts"
import { store } from "./store.ts"

/** Gives an element the variables of its own. False where one has no value: that is an incident. Repeatable. */
export const mapInputs = (turn: Turn, it: ElementInstance): boolean => {
  const { mappings, shape } = nodeOf(turn, it).element
  // Of an activity that runs more than once, each run has its own.
  if (mappings === undefined || mappings.inputs.length === 0 || it.body !== undefined) return true
  let vars = varsOf(turn, it)
  const values: Array<readonly [string, Value]> = []
  for (const { variable, evaluator } of mappings.inputs) {
    const value = compute(turn, it, evaluator, vars)
    if (value instanceof CodeProblem) return raised(turn, it, value)
    values.push([variable, value])
    vars = overlay(vars, { [variable]: readValue(value) })
  }
  for (const [name, value] of values) {
    turn.emit({ type: "VariableSet", scope: it.id, name, value, ...(shape.scope === true ? {} : { own: true as const }) })
  }
  return true
}

/** Sets what takes the work of an element. False where there is no value: that is an incident. Repeatable. */
export const mapOutputs = (turn: Turn, it: ElementInstance): boolean => {
  const { mappings } = nodeOf(turn, it).element
  if (mappings === undefined || it.body !== undefined) return true
  const given = givenBy(it)
  const values = valuesOf(turn, it, mappings, given)
  if (values instanceof CodeProblem) return raised(turn, it, values)
  for (const [name, value] of values) {
    if (isOfScope(mappings, name)) setVariable(turn, it, name, value)
    else turn.emit({ type: "VariableSet", ...(declaredIn(turn, it, name) ?? { scope: processInstance }), name, value })
  }
  return true
}

/** Whether a variable belongs to the scope around the element, whatever is declared farther outside. */
const isOfScope = ({ outputs, spread }: PreparedMappings, name: string): boolean => {
  const output = outputs.find(({ variable }) => variable === name)
  return output === undefined ? spread === "scope" : output.declare
}

const valuesOf = (
  turn: Turn,
  it: ElementInstance,
  { outputs, spread }: PreparedMappings,
  given: Json | undefined,
): ReadonlyArray<readonly [string, Value]> | CodeProblem => {
  const fields = fieldsOf(given)
  const values: Array<readonly [string, Value]> = []
  const around = viewOf(scopeChain(turn.state, it))
  const gave = { value: given ?? null, vars: around }
  let vars: JsonObject = overlay(around, fields)
  for (const { variable, evaluator } of outputs) {
    const value =
      evaluator === undefined ? store(turn, given ?? null, it.element, "what it gave") : compute(turn, it, evaluator, vars, { gave })
    if (value instanceof CodeProblem) return value
    values.push([variable, value])
    vars = overlay(vars, { [variable]: readValue(value) })
  }
  if (spread === undefined) return values
  for (const [name, field] of Object.entries(fields)) {
    if (name.startsWith("~") || outputs.some(({ variable }) => variable === name)) continue
    const value = store(turn, field, it.element, `'${name}' of what it gave`)
    if (value instanceof CodeProblem) return value
    values.push([name, value])
  }
  return values
}

/** What an element gave: the result of its work, or what it caught. */
const givenBy = ({ result, caught }: ElementInstance): Json | undefined => {
  if (result !== undefined) return readValue(result)
  if (caught?.error !== undefined) return { message: caught.error.message, ...fieldsOf(errorVariable(caught.error)) }
  return caught?.payload === undefined ? undefined : readValue(caught.payload)
}

const fieldsOf = (given: Json | undefined): JsonObject =>
  typeof given === "object" && given !== null && !Array.isArray(given) ? (given as JsonObject) : {}

const compute = (
  turn: Turn,
  it: ElementInstance,
  evaluator: Evaluator,
  vars: JsonObject,
  beside: Partial<Beside> = {},
): Value | CodeProblem => {
  const raw = evaluate(evaluator, vars, it.element, { now: turn.now, ...beside })
  return raw instanceof CodeProblem ? raw : store(turn, raw, it.element, evaluator.name)
}

const overlay = (vars: JsonObject, more: JsonObject): JsonObject => Object.freeze({ ...vars, ...more })

const raised = (turn: Turn, it: ElementInstance, { fault }: CodeProblem): false => {
  raiseIncident(turn, it, fault)
  return false
}
