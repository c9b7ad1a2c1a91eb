/**
 * One step of a chain: an activity or an event as a call of the builder.
 */
import { literal, quoted, read } from "./literal.ts"
import { constant, noteVariables, type Printing } from "./Printing.ts"
import { Inexpressible, type PrintedElement } from "./Structure.ts"

type Fields = Readonly<Record<string, unknown>>

/** The fields of an element, without those that every one has. */
export const ownFields = (element: PrintedElement): Fields => {
  const { id: _, type: __, scope: ___, ...fields } = element
  return fields
}

/** What else a `userTask` and a `serviceTask` are told by options that are written as the fields are. */
const taskOptions = new Set(["name", "timeout", "heartbeat", "retry", "concurrency", "startQuantity", "completionQuantity", "mutex"])
const personOptions = new Set(["name", "groups", "assignee", "due", "startQuantity", "completionQuantity", "mutex"])

/** A step that is one call. */
export const printStep = (printing: Printing, element: PrintedElement): string => {
  const { id, type } = element
  const { result: _, ...fields } = ownFields(element)
  noteAll(printing, fields)
  if (type === "ServiceTask" && typeof fields.handler === "string") {
    const { handler: __, ...rest } = fields
    if (Object.keys(rest).every((name) => taskOptions.has(name))) {
      return `.serviceTask(${quoted(id)}, ${handlerOf(printing, element)}, ${literal(options(rest))})`.replace(", {})", ")")
    }
  }
  if (
    type === "UserTask" &&
    Object.entries(fields).every(([name, value]) => personOptions.has(name) && (name === "groups" || isFixed(value)))
  ) {
    return `.userTask(${quoted(id)}, ${literal(options(fields))})`.replace(", {})", ")")
  }
  if (type === "IntermediateCatchEvent") {
    const due = dueOf(element.trigger)
    if (due !== undefined) return `.wait(${quoted(id)}, ${quoted(due)})`
    const { method, what } = eventOf(printing, element)
    if (method === "Signal") return `.receiveSignal(${quoted(id)}, ${what})`
  }
  if (type === "IntermediateThrowEvent") {
    const thrown = thrownBy(printing, element)
    if (thrown !== undefined) return thrown
  }
  return printElement(printing, element)
}

/** A signal or an escalation without a payload. */
const thrownBy = (printing: Printing, { id, trigger }: PrintedElement): string | undefined => {
  if (typeof trigger !== "object" || trigger === null || Object.keys(trigger).length !== 2) return undefined
  for (const [type, method] of [
    ["signal", "broadcast"],
    ["escalation", "escalate"],
  ] as const) {
    const name = Object.entries(trigger).find(([field]) => field === type)?.[1]
    if (typeof name !== "string") continue
    printing.imports.add(type)
    return `.${method}(${quoted(id)}, ${constant(printing, name, type === "signal" ? "Signal" : "Escalation", `${type}(${quoted(name)})`)})`
  }
  return undefined
}

const activities = new Set([
  "Task",
  "ManualTask",
  "UserTask",
  "ServiceTask",
  "SendTask",
  "ReceiveTask",
  "ScriptTask",
  "BusinessRuleTask",
  "CallActivity",
])

/** Whatever has no method of its own, with its fields as they are. */
const printElement = (printing: Printing, element: PrintedElement): string => {
  const { id, type } = element
  if (!activities.has(type) || element.isForCompensation === true || element.instantiate === true)
    throw new Inexpressible(`'${id}' is a ${type}`)
  const { handler, result, default: _, ...fields } = ownFields(element)
  printing.usesElement = true
  printing.imports.add("activity")
  const given = handler === undefined ? "" : `, ${handlerOf(printing, element)}`
  return `.add(${quoted(id)}, element(${quoted(type)}, { ${[`result: ${typeof result === "string" ? quoted(result) : "undefined"}`, ...Object.entries(fields).map(([name, value]) => `${name}: ${literal(value)}`)].join(", ")} }${given}))`
}

const handlerOf = (printing: Printing, { id }: PrintedElement): string => {
  if (!printing.handlers.has(id)) printing.handlers.set(id, "")
  return read("handlers", id)
}

/** Fields as options: values without what says that they are fixed; a mutex is called lock. */
const options = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name === "mutex" ? "lock" : name, isValue(value) ? value.value : value] as const),
  )

const isValue = (value: unknown): value is { readonly value: unknown } => typeof value === "object" && value !== null && "value" in value
const isFixed = (value: unknown): boolean =>
  typeof value !== "object" || value === null || (isValue(value) && typeof value.value === "string")

const noteAll = (printing: Printing, part: unknown): void => {
  if (typeof part !== "object" || part === null) return
  if ("language" in part && "text" in part && typeof part.text === "string") noteVariables(printing, part.text)
  else for (const inner of Object.values(part)) noteAll(printing, inner)
}

/** The time of a timer that is written as text. */
export const dueOf = (trigger: unknown): string | undefined => {
  if (typeof trigger !== "object" || trigger === null || !("type" in trigger) || trigger.type !== "timer" || !("due" in trigger))
    return undefined
  return isValue(trigger.due) && typeof trigger.due.value === "string" ? trigger.due.value : undefined
}

/** What an event waits for: the name of a method after `on`, and its arguments. */
export const eventOf = (
  printing: Printing,
  { id, trigger }: PrintedElement,
): { readonly method: "Timer" | "Message" | "Signal"; readonly what: string } => {
  const due = dueOf(trigger)
  if (due !== undefined) return { method: "Timer", what: quoted(due) }
  if (typeof trigger === "object" && trigger !== null && "type" in trigger && !("key" in trigger)) {
    for (const [type, method] of [
      ["message", "Message"],
      ["signal", "Signal"],
    ] as const) {
      const name = Object.entries(trigger).find(([field]) => field === type)?.[1]
      if (trigger.type !== type || typeof name !== "string") continue
      printing.imports.add(type).add("Schema")
      return {
        method,
        what: constant(printing, name, type === "message" ? "Message" : "Signal", `${type}(${quoted(name)}, { payload: Schema.Json })`),
      }
    }
  }
  throw new Inexpressible(`'${id}' waits for what has no method`)
}
