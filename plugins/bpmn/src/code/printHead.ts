/**
 * What one element says: the call of a step with what hangs on it, an event, a join, a start.
 */

import { quoted } from "./literal.ts"
import type { Printing } from "./Printing.ts"
import { printActivity } from "./printActivity.ts"
import { Inexpressible, type PrintedElement } from "./Structure.ts"
import { allOf, carried, errorOf, escalationOf, messageOf, signalOf, tellings, waitCall } from "./triggers.ts"
import { dueOf, expressionOf, fieldsOf, valueGiven } from "./values.ts"
import { arrow, type CallOf, call, list, object, type Written } from "./Written.ts"

/** The calls; `flows` are those of the events on the border of an activity. */
export const printHead = (
  printing: Printing,
  element: PrintedElement,
  flows: ReadonlyMap<string, Written>,
  within?: "race",
): ReadonlyArray<CallOf> => {
  const { id, type, trigger, outputs } = element
  if (type.endsWith("Event") && Array.isArray(outputs) && outputs.length > 0)
    throw new Inexpressible(`'${id}' writes what it brings elsewhere`)
  if (type === "StartEvent") return element.scope === undefined && trigger !== undefined ? [start(printing, element)] : []
  if (type === "BoundaryEvent") return []
  if (within === "race") {
    if (type === "ReceiveTask") return [waitCall(printing, { type: "message", message: element.message, key: element.key })]
    return type === "IntermediateCatchEvent" ? [waitCall(printing, trigger)] : []
  }
  if (type.endsWith("Gateway")) return join(printing, element)
  if (fieldsOf(trigger).type === "link") return []
  if (type === "IntermediateCatchEvent") return [caught(printing, element)]
  if (type === "IntermediateThrowEvent") return [thrown(printing, element)]
  const events = printing.structure.attached(id).map((event) => boundary(printing, event, flows.get(event.id) ?? arrow("(b)", "b")))
  return [...printActivity(printing, element), ...events]
}

/** A gateway says something where it waits for several ways; how it parts them is said by its block. */
const join = (printing: Printing, { id, type, count, activation, cancels, blocking }: PrintedElement): ReadonlyArray<CallOf> => {
  const waits = printing.structure.incoming(id).length > 1
  if (type === "ParallelGateway" && waits) return [call("join", quoted(id), quoted("parallel"))]
  if (type === "InclusiveGateway" && waits) return [call("join", quoted(id), quoted("inclusive"))]
  if (type !== "ComplexGateway") return []
  const fields: ReadonlyArray<readonly [string, Written]> = [
    ...(count === undefined ? [] : [["count", valueGiven(printing, count)] as const]),
    ...(activation === undefined ? [] : [["when", expressionOf(printing, activation)] as const]),
    ...(Array.isArray(cancels) ? [["cancels", list(cancels.map((one) => quoted(String(one))))] as const] : []),
    ...(blocking === true ? [["blocking", "true"] as const] : []),
  ]
  return [call("join", quoted(id), object(fields))]
}

const caught = (printing: Printing, { id, trigger }: PrintedElement): CallOf => {
  const { type, due, condition, signal, triggers } = fieldsOf(trigger)
  const name = quoted(id)
  if (type === "timer") return call("wait", name, dueOf(printing, due))
  if (type === "conditional") return call("waitUntil", name, expressionOf(printing, condition))
  if (type === "signal") return call("receiveSignal", name, signalOf(printing, signal))
  if (type === "parallelMultiple") return call("waitForAll", name, allOf(printing, "on", triggers))
  return call("waitForAny", name, allOf(printing, "on", type === "multiple" ? triggers : trigger))
}

const thrown = (printing: Printing, { id, trigger }: PrintedElement): CallOf => {
  const { type, signal, escalation, payload, activity } = fieldsOf(trigger)
  const given = payload === undefined ? [] : [carried(printing, payload)]
  const name = quoted(id)
  if (type === undefined) return call("tell", name)
  if (type === "signal") return call("broadcast", name, signalOf(printing, signal), ...given)
  if (type === "escalation") return call("escalate", name, escalationOf(printing, escalation), ...given)
  if (type === "compensation") return call("rollback", name, ...(typeof activity === "string" ? [quoted(activity)] : []))
  return call("tell", name, tellings(printing, trigger))
}

/** What hangs on an activity. */
const boundary = (printing: Printing, event: PrintedElement, flow: Written): CallOf => {
  if (Array.isArray(event.outputs) && event.outputs.length > 0) throw new Inexpressible(`'${event.id}' writes what it brings elsewhere`)
  const { type, due, message, key, signal, condition, error, escalation, triggers } = fieldsOf(event.trigger)
  const name = quoted(event.id)
  const beside = event.interrupting === false ? [object([["interrupting", "false"]])] : []
  switch (type) {
    case "timer":
      return call("onTimer", name, dueOf(printing, due), flow, ...beside)
    case "message":
      return call(
        "onMessage",
        name,
        messageOf(printing, message),
        key === undefined ? "undefined" : valueGiven(printing, key),
        flow,
        ...beside,
      )
    case "signal":
      return call("onSignal", name, signalOf(printing, signal), flow, ...beside)
    case "conditional":
      return call("onCondition", name, expressionOf(printing, condition), flow, ...beside)
    case "error":
      return typeof error === "string" ? call("onError", name, errorOf(printing, error, {}), flow) : call("onAnyError", name, flow)
    case "escalation":
      return typeof escalation === "string"
        ? call("onEscalation", name, escalationOf(printing, escalation), flow, ...beside)
        : call("onAnyEscalation", name, flow, ...beside)
    case "cancel":
      return call("onCancel", name, flow)
    case "multiple":
      return call("onAny", name, allOf(printing, "on", triggers), flow, ...beside)
    case "parallelMultiple":
      return call("onAll", name, allOf(printing, "on", triggers), flow, ...beside)
    default:
      throw new Inexpressible(`'${event.id}' waits for '${String(type)}'`)
  }
}

/** A start beside the usual one. */
const start = (printing: Printing, element: PrintedElement): CallOf => {
  const { type, due, message, signal, condition } = fieldsOf(element.trigger)
  const name = quoted(element.id)
  switch (type) {
    case "timer":
      return call("startOnTimer", name, dueOf(printing, due))
    case "message":
      return call("startOnMessage", name, messageOf(printing, message), nothing)
    case "signal":
      return call("startOnSignal", name, signalOf(printing, signal), ...(hasPayload(printing, signal) ? [nothing] : []))
    case "conditional":
      return call("startOnCondition", name, expressionOf(printing, condition))
    case "multiple":
    case "parallelMultiple":
      return together(printing, element, type === "multiple" ? "startOnAny" : "startOnEvery")
    default:
      throw new Inexpressible(`'${element.id}' begins by '${String(type)}'`)
  }
}

/** What starts with a list of events cannot say: a condition, and keys of others than those that the first message has. */
const together = (printing: Printing, { id, trigger }: PrintedElement, how: "startOnAny" | "startOnEvery"): CallOf => {
  const { triggers } = fieldsOf(trigger)
  const all = Array.isArray(triggers) ? triggers.map(fieldsOf) : []
  if (all.some(({ type }) => type === "conditional")) throw new Inexpressible(`'${id}' begins by a condition among others`)
  if (how === "startOnEvery" && all.some(({ key }) => key !== undefined)) throw new Inexpressible(`'${id}' waits for a message by its key`)
  const keyless = all.map(({ key: _, ...one }) => one)
  return call(how, quoted(id), allOf(printing, "on", keyless), nothing)
}

/** What comes is no input: the process takes none. */
const nothing = arrow("()", "({})")
const hasPayload = (printing: Printing, signal: unknown): boolean =>
  printing.constants.get(signalOf(printing, signal))?.includes("payload") === true
