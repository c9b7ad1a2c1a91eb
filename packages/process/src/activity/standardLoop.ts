/**
 * The standard loop: the activity runs again as long as a condition holds, at most so many times. Its runs share the
 * variables around it.
 *
 * BPMN 2.0.2 §10.3.7 (StandardLoopCharacteristics), §13.3.6.
 */
import { CodeProblem } from "../CodeProblem.ts"
import type { PreparedElement } from "../Element.ts"
import { evaluate, type Preparation, wrongKind } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { type Turn, varsOf } from "../Turn.ts"
import { complete } from "../verbs/complete.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import type { StandardLoop } from "./activityFields.ts"
import { counterName } from "./Body.ts"

/** Prepares what the body of a standard loop does. */
export const standardLoop = (
  { condition, before, max }: StandardLoop,
  activity: Pick<PreparedElement, "shape" | "result">,
  preparation: Preparation,
): PreparedElement => {
  const evaluator = condition === undefined ? undefined : preparation.code(condition)

  const again = (turn: Turn, it: ElementInstance, runs: number): boolean | CodeProblem => {
    if (max !== undefined && runs >= max) return false
    if (evaluator === undefined || (runs === 0 && before !== true)) return true
    const vars = Object.freeze({ ...varsOf(turn, it), [counterName]: runs })
    const holds = evaluate(evaluator, vars, it.element, { now: turn.now })
    if (holds instanceof CodeProblem || typeof holds === "boolean") return holds
    return wrongKind(evaluator, it.element, holds, "true or false")
  }

  const goOn = (turn: Turn, it: ElementInstance): void => {
    const { body } = it
    if (body === undefined || it.incident !== 0 || it.ending?.cleared === false || body.active + body.pending > 0) return
    const more = again(turn, it, body.completed)
    if (more instanceof CodeProblem) raiseIncident(turn, it, more.fault)
    else if (more) turn.emit({ type: "LoopRepeated", id: it.id })
    else complete(turn, it)
  }

  return {
    shape: activity.shape,
    result: activity.result,
    activate: goOn,
    runDone: goOn,
    childrenDone: goOn,
    items: { collects: false, output: undefined, adds: false },
  }
}
