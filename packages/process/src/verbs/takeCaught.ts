/**
 * Taking what an event caught: it is checked, and goes to the variable that the event names.
 */
import { readValue, type Value } from "@millrace/kernel"
import { CodeProblem, codeFailed, messageOf } from "../CodeProblem.ts"
import { errorVariable } from "../errorValue.ts"
import type { Caught } from "../Event.ts"
import type { ElementInstance } from "../State.ts"
import type { PreparedPayload, PreparedTrigger } from "../Trigger.ts"
import type { Turn } from "../Turn.ts"
import { raiseIncident } from "./raiseIncident.ts"
import { store } from "./store.ts"

/** False where what came does not fit: that is an incident, and what came is kept for when it is retried. */
export const takeCaught = (turn: Turn, it: ElementInstance, trigger: PreparedTrigger | undefined, result: string | undefined): boolean => {
  const value = valueOf(turn, it, trigger)
  if (value instanceof CodeProblem) {
    raiseIncident(turn, it, value.fault)
    return false
  }
  if (result !== undefined && value !== undefined) turn.emit({ type: "VariableSet", scope: it.parent, name: result, value })
  return true
}

const valueOf = (turn: Turn, it: ElementInstance, trigger: PreparedTrigger | undefined): Value | undefined | CodeProblem => {
  const { caught } = it
  if (caught?.error !== undefined) return store(turn, errorVariable(caught.error), it.element, "the error")
  return caught?.payload === undefined ? undefined : checked(turn, it.element, caught, caught.payload, trigger?.payloads ?? [])
}

const checked = (
  turn: Turn,
  element: string,
  { index }: Caught,
  payload: Value,
  payloads: ReadonlyArray<PreparedPayload | undefined>,
): Value | CodeProblem => {
  const one = payloads[index ?? 0]
  return one === undefined ? payload : fit(turn, element, one, payload)
}

/** What the codec makes of a payload: as it was where it changes nothing. */
const fit = (turn: Turn, element: string, { what, codec }: PreparedPayload, payload: Value): Value | CodeProblem => {
  if (codec === undefined) return payload
  const json = readValue(payload)
  try {
    const made = codec.encode(codec.decode(json))
    return JSON.stringify(made) === JSON.stringify(json) ? payload : store(turn, made, element, what)
  } catch (cause) {
    return codeFailed(
      `'${element}' received ${what}, and its payload does not fit: ${messageOf(cause)}. It is kept: mend what checks it and retry the incident, or let who sends it mend it and cancel this.`,
    )
  }
}
