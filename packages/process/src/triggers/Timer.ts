/**
 * The timer: waits until a moment in time. Where it may be caught again and again, it can repeat.
 *
 * BPMN 2.0.2 §10.5.5 (TimerEventDefinition).
 */
import { CodeProblem, codeFailed } from "../CodeProblem.ts"
import { type Due, readDue } from "../Due.ts"
import { ValueExpression } from "../Graph.ts"
import { type Evaluator, evaluate } from "../Preparation.ts"
import { defineTrigger, oneWait, type PreparedTrigger } from "../Trigger.ts"
import { nextId, type Turn } from "../Turn.ts"
import { viewOf } from "../Variables.ts"

const fields = { due: ValueExpression }

export const timer = defineTrigger<typeof fields, PreparedTrigger>({
  type: "timer",
  fields,
  prepare: (trigger, preparation, { element, stays }) => {
    const evaluator = preparation.value(trigger.due)
    return {
      plan: (turn, look) => {
        const due = dueOf(turn, evaluate(evaluator, viewOf(look), element, { now: turn.now }), evaluator, element, stays === true)
        if (due instanceof CodeProblem) return due
        return oneWait((turn, owner) => schedule(turn, owner, due.at), due.repeat)
      },
    }
  },
})

/** Sets a timer for an element or a listener. */
export const schedule = (turn: Turn, owner: number, due: number): void =>
  turn.emit({ type: "TimerScheduled", timer: nextId(turn), owner, due })

const dueOf = (turn: Turn, raw: unknown, evaluator: Evaluator, element: string, repeats: boolean): Due | CodeProblem => {
  if (raw instanceof CodeProblem) return raw
  const due = readDue(raw, turn.now)
  if ("problem" in due) return codeFailed(`'${element}': ${evaluator.name} gave no due date: ${due.problem}.`)
  if (due.repeat !== undefined && !repeats) {
    return codeFailed(`'${element}': ${evaluator.name} repeats, which only a boundary timer can that does not interrupt.`)
  }
  return due
}
