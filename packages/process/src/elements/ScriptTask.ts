/**
 * The script task: sets variables, one after the other, each seeing those before it.
 *
 * BPMN 2.0.2 §10.3.3 (ScriptTask).
 */
import { type Json, type JsonObject, readValue, type Value } from "@millrace/kernel"
import { Schema } from "effect"
import { defineActivity } from "../activity/defineActivity.ts"
import { CodeProblem } from "../CodeProblem.ts"
import { ValueExpression, VariableName } from "../Graph.ts"
import { evaluate } from "../Preparation.ts"
import { varsOf } from "../Turn.ts"
import { complete } from "../verbs/complete.ts"
import { declaredIn } from "../verbs/declaredIn.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { setVariable } from "../verbs/setVariable.ts"
import { store } from "../verbs/store.ts"

const Assignment = Schema.Struct({
  variable: VariableName,
  value: ValueExpression,
  /** A new variable of this scope, even where one of that name is seen from outside. */
  declare: Schema.optionalKey(Schema.Literal(true)),
})

export const ScriptTask = defineActivity({
  type: "ScriptTask",
  fields: { assignments: Schema.Array(Assignment) },
  prepare: ({ assignments }, preparation) => {
    const steps = assignments.map(({ variable, value, declare }) => ({ variable, declare, evaluator: preparation.value(value) }))
    return {
      activate: (turn, it) => {
        // All values are known before the first one is set, so that an incident leaves nothing half done.
        const values: Array<Value> = []
        let vars: JsonObject = varsOf(turn, it)
        for (const { variable, evaluator } of steps) {
          const raw = evaluate(evaluator, vars, it.element, { now: turn.now })
          const value = raw instanceof CodeProblem ? raw : store(turn, raw, it.element, evaluator.name)
          if (value instanceof CodeProblem) return raiseIncident(turn, it, value.fault)
          values.push(value)
          if (values.length < steps.length) vars = overlay(vars, variable, readValue(value))
        }
        for (const [index, { variable, declare }] of steps.entries()) {
          const value = values[index] ?? null
          const around = declare === true ? undefined : declaredIn(turn, it, variable)
          if (around === undefined) setVariable(turn, it, variable, value)
          else turn.emit({ type: "VariableSet", ...around, name: variable, value })
        }
        complete(turn, it)
      },
    }
  },
})

const overlay = (vars: JsonObject, name: string, value: Json): JsonObject => Object.freeze({ ...vars, [name]: value })
