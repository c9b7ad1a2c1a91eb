/**
 * Completing one run of an activity that runs more than once: its value is noted, and the body goes on.
 */
import { type Json, readValue, type Value } from "@millrace/kernel"
import * as HashMap from "effect/HashMap"
import { CodeProblem } from "../CodeProblem.ts"
import { type Evaluator, evaluate } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { behaviourOf, nodeOf, scopeOf, type Turn, varsOf } from "../Turn.ts"
import { closeArmed } from "../verbs/closeWaits.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { store } from "../verbs/store.ts"

/** Completes one run; `variable` is the one that takes what its work gave. */
export const completeItem = (turn: Turn, it: ElementInstance, variable: string | undefined): void => {
  const node = nodeOf(turn, it)
  const body = scopeOf(turn, it)
  const wrapper = behaviourOf(turn, body)
  const given = givenBy(it, variable, node.element.result)
  const output = wrapper.items?.output
  const gives = output === undefined ? given : outputOf(turn, it, output, node.element.result, given)
  if (gives instanceof CodeProblem) {
    // Kept, so that what is done does not have to be done again.
    if (it.result === undefined && given !== undefined) turn.emit({ type: "OutputSet", scope: it.id, value: given })
    raiseIncident(turn, it, gives.fault)
    return
  }
  // The event sub-processes in it listen no more.
  if (it.armed !== undefined) closeArmed(turn, it)
  register(turn, it, body, variable)
  const told = wrapper.items?.collects === true && gives !== undefined && (output !== undefined || variable === undefined)
  turn.emit({
    type: "ElementCompleted",
    id: it.id,
    ...(variable === undefined ? {} : { variable }),
    ...(told ? { gives } : {}),
  })
  wrapper.runDone?.(turn, body)
}

const givenBy = (it: ElementInstance, variable: string | undefined, result: string | undefined): Value | undefined => {
  const own = it.item?.variables
  if (variable === undefined && result !== undefined && own !== undefined && HashMap.has(own, result)) return HashMap.getUnsafe(own, result)
  return it.result
}

const outputOf = (
  turn: Turn,
  it: ElementInstance,
  output: Evaluator,
  result: string | undefined,
  given: Value | undefined,
): Value | CodeProblem => {
  const vars = varsOf(turn, it)
  const seen: { readonly [name: string]: Json } =
    result === undefined || given === undefined ? vars : Object.freeze({ ...vars, [result]: readValue(given) })
  const raw = evaluate(output, seen, it.element, { now: turn.now })
  return raw instanceof CodeProblem ? raw : store(turn, raw, it.element, output.name)
}

/** Each run is compensated by itself, with the variables that it had. */
const register = (turn: Turn, it: ElementInstance, body: ElementInstance, variable: string | undefined): void => {
  if (body.compensates !== undefined) return
  const { element } = it
  const { compensatedBy } = nodeOf(turn, it)
  const handler = compensatedBy?.id
  const inside = compensatedBy?.element.shape.begins === "event"
  const more = inside ? { within: it.id } : { item: it.id, ...(variable === undefined ? {} : { variable }) }
  if (handler !== undefined) turn.emit({ type: "CompensationRegistered", element, scope: body.id, handler, ...more })
  else if (it.registrations !== undefined) turn.emit({ type: "CompensationRegistered", element, scope: body.id, group: it.id })
}
