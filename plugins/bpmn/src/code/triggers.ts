/**
 * What events wait for and what they tell, as methods of `on` and `to`, and as constants of the module.
 */
import { key as keyOf, quoted } from "./literal.ts"
import { constant, type Printing } from "./Printing.ts"
import { Inexpressible, type PrintedElement } from "./Structure.ts"
import { constantly, dueOf, expressionOf, fieldsOf, valueGiven } from "./values.ts"
import { arrow, type CallOf, call, chain, list, object, type Written } from "./Written.ts"

/** What an event waits for, as a method of `on`. */
export const waitCall = (printing: Printing, trigger: unknown): CallOf => {
  const { type, due, message, key, signal, condition, error, escalation, triggers } = fieldsOf(trigger)
  switch (type) {
    case "timer":
      return call("timer", dueOf(printing, due))
    case "message":
      return call("message", messageOf(printing, message), ...(key === undefined ? [] : [valueGiven(printing, key)]))
    case "signal":
      return call("signal", signalOf(printing, signal))
    case "conditional":
      return call("condition", expressionOf(printing, condition))
    case "error":
      return typeof error === "string" ? call("error", errorOf(printing, error, {})) : call("anyError")
    case "escalation":
      return typeof escalation === "string" ? call("escalation", escalationOf(printing, escalation)) : call("anyEscalation")
    case "compensation":
      return call("compensation")
    case "cancel":
      return call("cancel")
    case "multiple":
    case "parallelMultiple":
      return call(type === "multiple" ? "any" : "all", allOf(printing, "one", triggers))
    default:
      throw new Inexpressible(`an event waits for '${String(type)}'`)
  }
}

/** Several triggers: `(on) => [on.message(…), on.timer(…)]`. */
export const allOf = (printing: Printing, name: string, triggers: unknown): Written =>
  arrow(`(${name})`, list((Array.isArray(triggers) ? triggers : [triggers]).map((one) => chain(name, [waitCall(printing, one)]))))

/** What an event tells: `(to) => [to.signal(…)]`. */
export const tellings = (printing: Printing, trigger: unknown): Written => {
  const { type, triggers } = fieldsOf(trigger)
  const all = type === "multiple" && Array.isArray(triggers) ? triggers : [trigger]
  return arrow("(to)", list(all.map((one) => chain("to", [telling(printing, one)]))))
}

const telling = (printing: Printing, trigger: unknown): CallOf => {
  const { type, message, key, payload, ttl, signal, escalation, activity } = fieldsOf(trigger)
  const given = payload === undefined ? [] : [carried(printing, payload)]
  switch (type) {
    case "message": {
      const options = [
        ...(key === undefined ? [] : [["key", valueGiven(printing, key)] as const]),
        ...(ttl === undefined ? [] : [["ttl", valueGiven(printing, ttl)] as const]),
      ]
      return call("message", messageOf(printing, message), ...given, ...(options.length === 0 ? [] : [object(options)]))
    }
    case "signal":
      return call("signal", signalOf(printing, signal), ...given)
    case "escalation":
      return call("escalation", escalationOf(printing, escalation), ...given)
    case "compensation":
      return call("rollback", ...(typeof activity === "string" ? [quoted(activity)] : []))
    default:
      throw new Inexpressible(`an event tells '${String(type)}'`)
  }
}

/** What is carried, as a function or a text. */
export const carried = (printing: Printing, payload: unknown): Written => {
  const fields = fieldsOf(payload)
  return "value" in fields ? constantly(fields.value) : expressionOf(printing, payload)
}

/** Somebody of the process tells it without saying more: then there is no payload. */
const isBare = ({ structure }: Printing, type: "message" | "signal" | "escalation", name: unknown): boolean =>
  structure.all.some((element) => tells(element).some((one) => one.type === type && one[type] === name && one.payload === undefined))

const tells = ({ type, trigger, message, handler, payload }: PrintedElement): ReadonlyArray<Readonly<Record<string, unknown>>> => {
  if (type === "SendTask") return handler === undefined ? [{ type: "message", message, payload }] : []
  if (type !== "IntermediateThrowEvent" && type !== "EndEvent") return []
  const fields = fieldsOf(trigger)
  return fields.type === "multiple" && Array.isArray(fields.triggers) ? fields.triggers.map(fieldsOf) : [fields]
}

/** The constant of a message. */
export const messageOf = (printing: Printing, name: unknown): string => {
  const options = payloadOf(printing, "message", name)
  printing.imports.add("message")
  return constant(printing, String(name), "Message", `const $ = message(${[quoted(String(name)), ...options].join(", ")})`)
}

/** The constant of a signal. */
export const signalOf = (printing: Printing, name: unknown): string => {
  const options = payloadOf(printing, "signal", name)
  printing.imports.add("signal")
  return constant(printing, String(name), "Signal", `const $ = signal(${[quoted(String(name)), ...options].join(", ")})`)
}

/** The constant of an escalation. */
export const escalationOf = (printing: Printing, code: unknown): string => {
  const options = payloadOf(printing, "escalation", code)
  printing.imports.add("escalation")
  return constant(printing, String(code), "Escalation", `const $ = escalation(${[quoted(String(code)), ...options].join(", ")})`)
}

const payloadOf = (printing: Printing, type: "message" | "signal" | "escalation", name: unknown): ReadonlyArray<string> => {
  if (isBare(printing, type, name)) return []
  printing.imports.add("Schema")
  // What becomes variables field by field is an object.
  const isSpread = printing.structure.all.some((element) => element.message === name && element.spread === true)
  return [`{ payload: ${isSpread ? "Schema.Struct({})" : "Schema.Json"} }`]
}

/** The class of an error, with the fields that are known of it. */
export const errorOf = (printing: Printing, code: string, fields: Readonly<Record<string, unknown>>): string => {
  printing.imports.add("Schema")
  const known = Object.keys(fields).map((name) => `${keyOf(name)}: Schema.Json`)
  const shape = known.length === 0 ? "{}" : `{ ${known.join(", ")} }`
  return constant(printing, code, "Error", `class $ extends Schema.TaggedError<$>()(${quoted(code)}, ${shape}) {}`)
}
