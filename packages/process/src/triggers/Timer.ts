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
import { scheduleStep } from "../time/scheduleStep.ts"
import { viewOf } from "../Variables.ts"

const fields = { due: ValueExpression }

export const timer = defineTrigger<typeof fields, PreparedTrigger>({
  type: "timer",
  fields,
  prepare: (trigger, preparation, { element, stays }) => {
    const evaluator = preparation.value(trigger.due)
    const fixed = "value" in trigger.due ? readDue(trigger.due.value, 0) : undefined
    return {
      plan: (turn, look) => {
        const raw = evaluate(evaluator, viewOf(look), element, { now: turn.now })
        const due = dueOf(raw, turn.now, evaluator, element, stays === true)
        if (due instanceof CodeProblem) return due
        return oneWait((turn, owner) => schedule(turn, owner, due.at), due.repeat)
      },
      starts: [
        {
          kind: "timer",
          step: (fired, last, now) => {
            const began = last ?? now
            const due = dueOf(evaluate(evaluator, {}, element, { now: began }), began, evaluator, element, true)
            return due instanceof CodeProblem
              ? { fire: [], next: undefined, problem: due.fault.message }
              : scheduleStep(due, fired, began, now)
          },
        },
      ],
      ...(fixed !== undefined && "problem" in fixed ? { problem: fixed.problem } : {}),
    }
  },
})

/** Sets a timer for an element or a listener. */
export const schedule = (turn: Turn, owner: number, due: number): void =>
  turn.emit({ type: "TimerScheduled", timer: nextId(turn), owner, due })

const dueOf = (raw: unknown, now: number, evaluator: Evaluator, element: string, repeats: boolean): Due | CodeProblem => {
  if (raw instanceof CodeProblem) return raw
  const due = readDue(raw, now)
  if ("problem" in due) return codeFailed(`'${element}': ${evaluator.name} gave no due date: ${due.problem}.`)
  if (due.repeat === undefined || repeats) return due
  // A time by the calendar comes once where it can be caught once only.
  if ("cron" in due.repeat) return { at: due.at }
  return codeFailed(`'${element}': ${evaluator.name} repeats, which only what does not interrupt can.`)
}
