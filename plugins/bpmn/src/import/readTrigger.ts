/**
 * Event definitions as triggers of the graph.
 *
 * BPMN 2.0.2 §10.5.5.
 */
import type { ValueExpression } from "@millrace/process"
import { juelIfSet, juelLanguage } from "../juel/juelLanguage.ts"
import { idOf } from "../millrace/idOf.ts"
import { elementAt, elementsAt, type ModdleElement, textAt, typeOf } from "../moddle/ModdleElement.ts"
import type { Draft } from "./addElement.ts"
import type { Reading } from "./Reading.ts"

/** Whether an event waits for its trigger or causes it. */
export type Direction = "catches" | "throws"

/** The trigger of an event: none, one, or several in one. */
export const readTrigger = (reading: Reading, event: ModdleElement, direction: Direction): Draft | undefined => {
  const definitions = definitionsOf(event)
  const triggers = definitions.map((definition) => readOne(reading, event, definition, direction)).filter((one) => one !== undefined)
  if (definitions.length < 2) return triggers[0]
  return { type: event.get("parallelMultiple") === true ? "parallelMultiple" : "multiple", triggers }
}

/** Event definitions that stand in an event, and those that it refers to. */
export const definitionsOf = (event: ModdleElement): ReadonlyArray<ModdleElement> => [
  ...elementsAt(event, "eventDefinitions"),
  ...elementsAt(event, "eventDefinitionRef"),
]

const readOne = (reading: Reading, event: ModdleElement, definition: ModdleElement, direction: Direction): Draft | undefined => {
  switch (definition.$type) {
    case "bpmn:TimerEventDefinition":
      return timer(reading, event, definition)
    case "bpmn:MessageEventDefinition": {
      const message = elementAt(definition, "messageRef")
      if (message !== undefined) return { type: "message", message: fixedName(reading, event, "message", messageName(message)) }
      return named(reading, event, definition, "message", "messageRef")
    }
    case "bpmn:SignalEventDefinition": {
      const signal = elementAt(definition, "signalRef")
      if (signal !== undefined)
        return { type: "signal", signal: fixedName(reading, event, "signal", textAt(signal, "name") ?? idOf(signal)) }
      return named(reading, event, definition, "signal", "signalRef")
    }
    case "bpmn:EscalationEventDefinition": {
      const escalation = elementAt(definition, "escalationRef")
      if (escalation !== undefined) return { type: "escalation", escalation: textAt(escalation, "escalationCode") ?? idOf(escalation) }
      return direction === "catches" ? { type: "escalation" } : named(reading, event, definition, "escalation", "escalationRef")
    }
    case "bpmn:ErrorEventDefinition":
      return error(reading, event, definition, direction)
    case "bpmn:ConditionalEventDefinition": {
      const condition = reading.expression(elementAt(definition, "condition"))
      if (condition === undefined) reading.report("Incomplete", event, "its condition is missing: give it a 'condition'.")
      if (condition === undefined) return undefined
      const waits = "language" in condition && condition.language === juelLanguage.name && !reading.ofMillrace
      return { type: "conditional", condition: waits ? { ...condition, language: juelIfSet.name } : condition }
    }
    case "bpmn:LinkEventDefinition":
      return { type: "link", link: textAt(definition, "name") ?? "" }
    case "bpmn:CompensateEventDefinition":
      return direction === "catches" ? compensationCaught(reading, event) : compensationThrown(reading, event, definition)
    case "bpmn:CancelEventDefinition":
      return { type: "cancel" }
    case "bpmn:TerminateEventDefinition":
      return { type: "terminate" }
    default:
      reading.report("NotExecutable", event, `a ${typeOf(definition)} cannot be executed.`)
      return undefined
  }
}

/** The name by which a message is known: its id where it has none. */
export const messageName = (message: ModdleElement): string => textAt(message, "name") ?? idOf(message)

/** Names are known before anything runs: one that is an expression would be waited for as it is written, in silence. */
export const fixedName = (reading: Reading, element: ModdleElement, what: "message" | "signal", name: string): string => {
  if (!reading.ofMillrace && (/[$#]\{/.test(name) || (name.startsWith("=") && reading.uses("zeebe")))) {
    const instead = what === "message" ? "and tell apart by the correlation key who is meant" : "and let a gateway behind it decide"
    reading.report("NotExecutable", element, `the name of its ${what} is the expression '${name}': give it a fixed name, ${instead}.`)
  }
  return name
}

/** What an event would wait for or send has to have a name: where a reference leads nowhere, that was said before. */
const named = (reading: Reading, event: ModdleElement, definition: ModdleElement, what: string, property: string): undefined => {
  if (reading.document.referenceOf(definition, property) === undefined) {
    reading.report("Incomplete", event, `it does not say which ${what} it is about: give it a '${property}'.`)
  }
  return undefined
}

const timer = (reading: Reading, event: ModdleElement, definition: ModdleElement): Draft | undefined => {
  for (const property of ["timeDate", "timeDuration", "timeCycle"]) {
    const due = reading.value(elementAt(definition, property))
    if (due === undefined) continue
    return { type: "timer", due: property === "timeDate" ? date(due) : property === "timeCycle" ? cycle(due, comesOnce(event)) : due }
  }
  reading.report("Incomplete", event, "its timer says no time: give it a 'timeDate', a 'timeDuration' or a 'timeCycle'.")
  return undefined
}

/** A date without an offset is one in the zone of whoever runs it, which for documents is UTC; one without a time is its beginning. */
const date = (due: ValueExpression): ValueExpression => {
  if (!("value" in due) || typeof due.value !== "string") return due
  const [, day, time = "T00:00:00"] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/.exec(due.value.trim()) ?? []
  return day === undefined ? due : { value: `${day}${time}Z` }
}

/** Whether nothing is left to repeat once its timer has fired. */
const comesOnce = (event: ModdleElement): boolean =>
  event.$type === "bpmn:IntermediateCatchEvent" ||
  (event.$type === "bpmn:BoundaryEvent" && event.get("cancelActivity") !== false) ||
  event.get("parallelMultiple") === true ||
  (event.$type === "bpmn:StartEvent" && event.$parent?.get("triggeredByEvent") === true && event.get("isInterrupting") !== false)

/** What repeats is an interval of ISO 8601, or a calendar as cron writes it. Of one that comes once, the first time counts. */
const cycle = (due: ValueExpression, once: boolean): ValueExpression => {
  if (!("value" in due) || typeof due.value !== "string") return due
  const text = due.value.trim()
  const [, first] = /^R\d*\/([^/]+)(?:\/[^/]+)?$/.exec(text) ?? []
  if (once && first !== undefined) return date({ value: first })
  return /^R\d*\//.test(text) || !/\s|^@/.test(text) ? due : { value: { cron: text } }
}

/** The code that a reference names: a document may leave out to declare the error. */
const error = (reading: Reading, event: ModdleElement, definition: ModdleElement, direction: Direction): Draft | undefined => {
  const declared = elementAt(definition, "errorRef")
  const code =
    declared === undefined ? reading.document.referenceOf(definition, "errorRef") : (textAt(declared, "errorCode") ?? idOf(declared))
  if (direction === "catches") return code === undefined ? { type: "error" } : { type: "error", error: code }
  if (code === undefined) {
    reading.report("Incomplete", event, "it does not say which error it throws: give it an 'errorRef'.")
    return undefined
  }
  return { type: "error", error: { value: { _tag: code } } }
}

const compensationThrown = (reading: Reading, event: ModdleElement, definition: ModdleElement): Draft => {
  const activity = elementAt(definition, "activityRef")
  if (definition.get("waitForCompletion") === false) {
    reading.report("NotExecutable", event, "it waits until the compensation is complete, whatever 'waitForCompletion' says.", "warning")
  }
  return activity === undefined ? { type: "compensation" } : { type: "compensation", activity: idOf(activity) }
}

/** At the border of an activity an association leads to what undoes it. */
const compensationCaught = (reading: Reading, event: ModdleElement): Draft | undefined => {
  if (event.$type !== "bpmn:BoundaryEvent") return { type: "compensation" }
  const handler = reading.document.associated(event).find((activity) => activity.get("isForCompensation") === true)
  if (handler !== undefined) return { type: "compensation", handler: idOf(handler) }
  reading.report(
    "Incomplete",
    event,
    "no association leads from it to what undoes the activity, so that it does nothing: draw one to an activity that is for compensation.",
    "warning",
  )
  return undefined
}
