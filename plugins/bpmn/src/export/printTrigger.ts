/**
 * Triggers as event definitions. What has no place in them is written beside them, see `addFields`.
 *
 * BPMN 2.0.2 §10.5.5.
 */
import type { ModdleElement } from "../moddle/ModdleElement.ts"
import type { Printing } from "./Printing.ts"
import { isExpression, printExpression } from "./printExpression.ts"

/** Triggers as they stand in a graph: what is in them was checked, or is written beside them. */
export type TriggerFields = Readonly<Record<string, unknown>>

/** The event definitions of a trigger. `elementOf` gives the element with an id of the graph. */
export const printTrigger = (
  printing: Printing,
  trigger: TriggerFields | undefined,
  elementOf: (id: string) => ModdleElement | undefined,
): ReadonlyArray<ModdleElement> => {
  if (trigger === undefined) return []
  const { type, triggers } = trigger
  if ((type === "multiple" || type === "parallelMultiple") && Array.isArray(triggers)) {
    return triggers.flatMap((one) => printTrigger(printing, one, elementOf))
  }
  const definition = printOne(printing, trigger, elementOf)
  return definition === undefined ? [] : [definition]
}

const printOne = (
  printing: Printing,
  { type, ...fields }: TriggerFields,
  elementOf: (id: string) => ModdleElement | undefined,
): ModdleElement | undefined => {
  const { create, root } = printing
  const named = (name: unknown, property: string, kind: string, key: string): ModdleElement =>
    create(`bpmn:${kind}EventDefinition`, typeof name === "string" ? { [property]: root(`bpmn:${kind}`, key, name) } : {})
  switch (type) {
    case "message":
      return named(fields.message, "messageRef", "Message", "name")
    case "signal":
      return named(fields.signal, "signalRef", "Signal", "name")
    case "escalation":
      return named(fields.escalation, "escalationRef", "Escalation", "escalationCode")
    case "error":
      return named(codeOf(fields.error), "errorRef", "Error", "errorCode")
    case "timer":
      return timer(printing, fields.due)
    case "conditional":
      return create("bpmn:ConditionalEventDefinition", {
        condition: isExpression(fields.condition) ? printExpression(printing, fields.condition) : undefined,
      })
    case "link":
      return create("bpmn:LinkEventDefinition", { name: fields.link })
    case "compensation":
      return create("bpmn:CompensateEventDefinition", {
        activityRef: typeof fields.activity === "string" ? elementOf(fields.activity) : undefined,
      })
    case "cancel":
      return create("bpmn:CancelEventDefinition")
    case "terminate":
      return create("bpmn:TerminateEventDefinition")
    default:
      return undefined
  }
}

const codeOf = (error: unknown): unknown => {
  if (typeof error !== "object" || error === null || !("value" in error)) return error
  const { value } = error
  return typeof value === "object" && value !== null && "_tag" in value ? value._tag : undefined
}

const timer = (printing: Printing, due: unknown): ModdleElement => {
  const definition = printing.create("bpmn:TimerEventDefinition")
  if (!isExpression(due)) return definition
  const cron = "value" in due && isCron(due.value) ? due.value.cron : undefined
  const text = "value" in due && typeof due.value === "string" ? due.value : ""
  const property = cron !== undefined || /^R\d*\//.test(text) ? "timeCycle" : /^[+-]?\d{4,6}-/.test(text) ? "timeDate" : "timeDuration"
  definition.set(property, printExpression(printing, cron === undefined ? due : { value: cron }))
  return definition
}

const isCron = (value: unknown): value is { readonly cron: string } =>
  typeof value === "object" && value !== null && Object.keys(value).length === 1 && "cron" in value && typeof value.cron === "string"
