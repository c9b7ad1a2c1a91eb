/**
 * The script task: sets variables, one after the other, each seeing those before it.
 *
 * BPMN 2.0.2 §10.3.3 (ScriptTask).
 */
import { type Json, type JsonObject, readValue, type Value } from "@millrace/kernel"
import { Schema } from "effect"
import * as HashMap from "effect/HashMap"
import { CodeProblem } from "../CodeProblem.ts"
import { defineElement } from "../Element.ts"
import { ValueExpression, VariableName } from "../Graph.ts"
import { evaluate } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { type Turn, varsOf } from "../Turn.ts"
import { complete } from "../verbs/complete.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { store } from "../verbs/store.ts"

const Assignment = Schema.Struct({
  variable: VariableName,
  value: ValueExpression,
  /** A new variable of this scope, even where one of that name is seen from outside. */
  declare: Schema.optionalKey(Schema.Literal(true)),
})

export const ScriptTask = defineElement({
  type: "ScriptTask",
  fields: { assignments: Schema.Array(Assignment) },
  prepare: ({ assignments }, preparation) => {
    const steps = assignments.map(({ variable, value, declare }) => ({ variable, declare, evaluator: preparation.value(value) }))
    return {
      shape: { activity: true, begins: "token", splits: "all", joins: "each" },
      activate: (turn, it) => {
        // All values are known before the first one is set, so that an incident leaves nothing half done.
        const values: Array<Value> = []
        let vars: JsonObject = varsOf(turn, it)
        for (const { variable, evaluator } of steps) {
          const raw = evaluate(evaluator, vars, it.element)
          const value = raw instanceof CodeProblem ? raw : store(turn, raw, it.element, evaluator.name)
          if (value instanceof CodeProblem) return raiseIncident(turn, it, value.fault)
          values.push(value)
          if (values.length < steps.length) vars = overlay(vars, variable, readValue(value))
        }
        for (const [index, { variable, declare }] of steps.entries()) {
          const scope = target(turn, it, variable, declare === true)
          if (scope !== undefined) turn.emit({ type: "VariableSet", scope, name: variable, value: values[index] ?? null })
        }
        complete(turn, it)
      },
    }
  },
})

const overlay = (vars: JsonObject, name: string, value: Json): JsonObject => Object.freeze({ ...vars, [name]: value })

/** The scope whose variable is set: the nearest one that has it, else the element's own. */
const target = (turn: Turn, it: ElementInstance, variable: string, declare: boolean): number | undefined => {
  const { elements } = turn.state
  const own = elements.get(it.compensates?.scope ?? it.parent)
  if (declare) return own?.id
  for (let scope = own; scope !== undefined; scope = elements.get(scope.parent)) {
    if (HashMap.has(scope.variables, variable)) return scope.id
    // The input stands for variables of the process.
    if (scope.parent === 0 && isInput(turn, variable)) return scope.id
  }
  return own?.id
}

const isInput = (turn: Turn, variable: string): boolean => {
  const input = readValue(turn.state.input.value)
  return typeof input === "object" && input !== null && !Array.isArray(input) && Object.hasOwn(input, variable)
}
