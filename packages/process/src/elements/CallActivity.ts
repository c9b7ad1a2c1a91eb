/**
 * The call activity: another process runs as an instance of its own, and this one waits for its end. Errors and
 * escalations that leave it go on from here; it is cancelled with this activity, and compensated with what is complete
 * around it.
 *
 * BPMN 2.0.2 §10.3.6 (CallActivity), §13.3.5.
 */
import { type Json, readValue } from "@millrace/kernel"
import { Schema } from "effect"
import { defineActivity } from "../activity/defineActivity.ts"
import { CodeProblem } from "../CodeProblem.ts"
import { Expression, ValueExpression, VariableName } from "../Graph.ts"
import { type Evaluator, evaluate, keyFrom, nameFrom } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { nextId, type Turn, varsOf } from "../Turn.ts"
import { begin } from "../verbs/activate.ts"
import { complete } from "../verbs/complete.ts"
import { evaluateFor, orIncident } from "../verbs/evaluateFor.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { store } from "../verbs/store.ts"

export const CallActivity = defineActivity({
  type: "CallActivity",
  fields: {
    /** The id of the process. */
    process: ValueExpression,
    /** Which version of it; left out: the highest that the engine knows. */
    version: Schema.optionalKey(Schema.Int),
    /** What it is started with; left out: the variables that are seen here. */
    input: Schema.optionalKey(ValueExpression),
    /** The value of the call, made of the variables and of `output`, which its process gave; left out: what that gave. */
    output: Schema.optionalKey(Expression),
    /** The variable that takes the value. */
    result: Schema.optionalKey(VariableName),
    businessKey: Schema.optionalKey(ValueExpression),
  },
  prepare: (fields, preparation) => {
    const process = preparation.value(fields.process)
    const input = fields.input === undefined ? undefined : preparation.value(fields.input)
    const businessKey = fields.businessKey === undefined ? undefined : preparation.value(fields.businessKey)
    const output = fields.output === undefined ? undefined : preparation.code(fields.output)
    const { version, result } = fields

    const call = (turn: Turn, it: ElementInstance): void => {
      const undone = it.compensates?.child
      if (undone !== undefined) {
        turn.emit({ type: "ChildCompensationStarted", child: undone, owner: it.id })
        return
      }
      const id = nameFrom(process, it.element, evaluateFor(turn, it, process), "the id of a process")
      if (id instanceof CodeProblem) {
        raiseIncident(turn, it, id.fault)
        return
      }
      const key = keyOf(turn, it, businessKey)
      if (key instanceof CodeProblem) {
        raiseIncident(turn, it, key.fault)
        return
      }
      const given = input === undefined ? varsOf(turn, it) : evaluateFor(turn, it, input)
      if (given instanceof CodeProblem) {
        raiseIncident(turn, it, given.fault)
        return
      }
      orIncident(turn, it, store(turn, given, it.element, input?.name ?? "the variables seen here"), (value) =>
        turn.emit({
          type: "ChildStarted",
          child: nextId(turn),
          owner: it.id,
          process: id,
          ...(version === undefined ? {} : { version }),
          ...(key === undefined ? {} : { businessKey: key }),
          input: value,
        }),
      )
    }

    const finish = (turn: Turn, it: ElementInstance): void => {
      if (output === undefined) {
        complete(turn, it, result)
        return
      }
      const vars: { readonly [name: string]: Json } = Object.freeze({ ...varsOf(turn, it), output: readValue(it.result ?? null) })
      const raw = evaluate(output, vars, it.element, { now: turn.now })
      orIncident(turn, it, raw instanceof CodeProblem ? raw : store(turn, raw, it.element, output.name), (value) => {
        turn.emit({ type: "OutputSet", scope: it.id, value })
        complete(turn, it, result)
      })
    }

    return {
      result,
      activate: call,
      childCompleted: finish,
      // What was called and is complete is not called again.
      retry: (turn, it) => (it.result === undefined ? begin(turn, it) : finish(turn, it)),
    }
  },
})

const keyOf = (turn: Turn, it: ElementInstance, businessKey: Evaluator | undefined): string | undefined | CodeProblem => {
  const raw = businessKey === undefined ? undefined : evaluateFor(turn, it, businessKey)
  if (businessKey === undefined || raw === undefined || raw === null) return undefined
  return keyFrom(businessKey, it.element, raw, "a text or a number")
}
