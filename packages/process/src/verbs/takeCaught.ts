/**
 * Taking what an event caught: it is checked, and goes to the variable that the event names.
 */
import { type Json, readValue, type Value } from "@millrace/kernel"
import { CodeProblem, codeFailed, messageOf } from "../CodeProblem.ts"
import { errorVariable } from "../errorValue.ts"
import type { ElementInstance } from "../State.ts"
import type { PreparedPayload, PreparedTrigger } from "../Trigger.ts"
import type { Turn } from "../Turn.ts"
import { raiseIncident } from "./raiseIncident.ts"
import { setVariable } from "./setVariable.ts"
import { store } from "./store.ts"

/** False where what came does not fit: that is an incident, and what came is kept for when it is retried. */
export const takeCaught = (turn: Turn, it: ElementInstance, trigger: PreparedTrigger | undefined, result: string | undefined): boolean => {
  const value = caughtValue(turn, it, trigger)
  if (value instanceof CodeProblem) {
    raiseIncident(turn, it, value.fault)
    return false
  }
  if (result !== undefined && value !== undefined) setVariable(turn, it, result, value)
  return true
}

const caughtValue = (turn: Turn, it: ElementInstance, trigger: PreparedTrigger | undefined): Value | undefined | CodeProblem => {
  const { caught, element } = it
  if (caught?.error !== undefined) return store(turn, errorVariable(caught.error), element, "the error")
  if (caught?.payload === undefined || trigger?.payloads?.some((one) => one?.codec !== undefined) !== true) return caught?.payload
  const json = readValue(caught.payload)
  const made = trigger.all === true ? checkAll(element, trigger.payloads, json) : checkOne(element, trigger.payloads, caught.index, json)
  if (made instanceof CodeProblem) return made
  return JSON.stringify(made) === JSON.stringify(json) ? caught.payload : store(turn, made, element, "what came")
}

const checkAll = (element: string, payloads: NonNullable<PreparedTrigger["payloads"]>, json: Json): Json | CodeProblem => {
  const made: Array<Json> = []
  for (const [index, one] of (Array.isArray(json) ? (json as ReadonlyArray<Json>) : []).entries()) {
    const fitting = check(element, payloads[index], one)
    if (fitting instanceof CodeProblem) return fitting
    made.push(fitting)
  }
  return made
}

/** Who begins a process by one of several events is not told which: the first that fits. */
const checkOne = (
  element: string,
  payloads: NonNullable<PreparedTrigger["payloads"]>,
  index: number | undefined,
  json: Json,
): Json | CodeProblem => {
  const [first, ...others] = index === undefined ? payloads.filter((one) => one !== undefined) : [payloads[index]]
  let made = check(element, first, json)
  for (const other of others) {
    if (!(made instanceof CodeProblem)) break
    const instead = check(element, other, json)
    if (!(instead instanceof CodeProblem)) made = instead
  }
  return made
}

/** What the codec makes of a payload. */
const check = (element: string, checks: PreparedPayload | undefined, json: Json): Json | CodeProblem => {
  if (checks?.codec === undefined) return json
  const { what, codec } = checks
  try {
    return codec.encode(codec.decode(json))
  } catch (cause) {
    return codeFailed(
      `'${element}' received ${what}, and its payload does not fit: ${messageOf(cause)}. It is kept: mend what checks it and retry the incident, or let who sends it mend it and cancel this.`,
    )
  }
}
