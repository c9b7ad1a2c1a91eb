/**
 * Running code for an element.
 */
import type { Value } from "@millrace/kernel"
import { CodeProblem } from "../CodeProblem.ts"
import { type Beside, type Evaluator, evaluate } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { type Turn, varsOf } from "../Turn.ts"
import { raiseIncident } from "./raiseIncident.ts"
import { store } from "./store.ts"

/** Runs code for an element, on the variables that it sees. */
export const evaluateFor = (turn: Turn, it: ElementInstance, evaluator: Evaluator, beside: Partial<Beside> = {}): unknown =>
  evaluate(evaluator, varsOf(turn, it), it.element, { now: turn.now, ...beside })

/** Runs code and turns what it gives into a value that state may hold. */
export const valueFor = (turn: Turn, it: ElementInstance, evaluator: Evaluator): Value | CodeProblem => {
  const raw = evaluateFor(turn, it, evaluator)
  return raw instanceof CodeProblem ? raw : store(turn, raw, it.element, evaluator.name)
}

/** Goes on with what code gave, or raises an incident. */
export const orIncident = <T>(turn: Turn, it: ElementInstance, outcome: T | CodeProblem, then: (result: T) => void): void => {
  if (outcome instanceof CodeProblem) raiseIncident(turn, it, outcome.fault)
  else then(outcome)
}

/** The payload of what an element throws; nothing where no code gives one. */
export const payloadFor = (turn: Turn, it: ElementInstance, evaluator: Evaluator | undefined): Value | CodeProblem =>
  evaluator === undefined ? null : valueFor(turn, it, evaluator)
