/**
 * The timer: waits until a moment in time. At the border of an activity it can repeat.
 *
 * BPMN 2.0.2 §10.5.5 (TimerEventDefinition).
 */
import { CodeProblem, codeFailed } from "../CodeProblem.ts"
import { type Due, readDue } from "../Due.ts"
import { ValueExpression } from "../Graph.ts"
import { type Evaluator, evaluate } from "../Preparation.ts"
import { defineTrigger, type PreparedBoundaryTrigger, type PreparedCatchTrigger } from "../Trigger.ts"
import { nextId, type Turn, varsIn, varsOf } from "../Turn.ts"
import { orIncident } from "../verbs/evaluateFor.ts"

const fields = { due: ValueExpression }

export const timerCatch = defineTrigger<typeof fields, PreparedCatchTrigger>({
  type: "timer",
  fields,
  prepare: (trigger, preparation, place) => {
    const evaluator = preparation.value(trigger.due)
    return {
      wait: (turn, it) =>
        orIncident(turn, it, dueOf(turn, evaluate(evaluator, varsOf(turn, it), it.element), evaluator, place.element, false), (due) =>
          schedule(turn, it.id, due.at),
        ),
    }
  },
})

export const timerBoundary = defineTrigger<typeof fields, PreparedBoundaryTrigger>({
  type: "timer",
  fields,
  prepare: (trigger, preparation, { element, interrupting }) => {
    const evaluator = preparation.value(trigger.due)
    return {
      interrupting,
      plan: (turn, activity) => {
        const scope = turn.state.elements.get(activity.parent)
        const raw = scope === undefined ? undefined : evaluate(evaluator, varsIn(turn, scope), element)
        const due = dueOf(turn, raw, evaluator, element, !interrupting)
        if (due instanceof CodeProblem) return due
        return (turn, activity) => {
          const id = nextId(turn)
          const { repeat } = due
          turn.emit({ type: "BoundaryArmed", id, element, activity: activity.id, ...(repeat === undefined ? {} : { repeat }) })
          schedule(turn, id, due.at)
        }
      },
    }
  },
})

/** Sets a timer for an element or an armed boundary event. */
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
