/**
 * Variables that take what an error or an escalation says, and what a signal carries.
 */
import type { ValueExpression } from "@millrace/process"
import { elementAt, type ModdleElement, textAt } from "../../moddle/ModdleElement.ts"
import { type Entry, objectOf } from "../compose.ts"
import { attributeOf, definitionOf, given } from "../Extension.ts"
import type { Found, Vendor, VendorContext } from "../Vendor.ts"
import { variableOrNull } from "./readCall.ts"

/** Reads the event definitions of an event. */
export const readEvent = (element: ModdleElement, type: string, vendor: Vendor, context: VendorContext): Found => {
  if (type === "EndEvent" || type === "IntermediateThrowEvent") {
    return type === "EndEvent"
      ? { ...thrownError(element, vendor, context), ...payload(element, vendor, context) }
      : payload(element, vendor, context)
  }
  if (type !== "BoundaryEvent" && type !== "StartEvent") return {}
  const outputs: Array<{ variable: string; value: ValueExpression }> = []
  const error = definitionOf(element, "Error")
  const code =
    error && (attributeOf(context, error, vendor, "errorCodeVariable") ?? attributeOf(context, error, vendor, "errorVariableName"))
  const message = error && attributeOf(context, error, vendor, "errorMessageVariable")
  if (code !== undefined) outputs.push({ variable: code, value: variableOrNull("_tag") })
  if (message !== undefined) outputs.push({ variable: message, value: variableOrNull("message") })
  const escalation = definitionOf(element, "Escalation")
  const named = escalation && attributeOf(context, escalation, vendor, "escalationCodeVariable")
  const declared = escalation && elementAt(escalation, "escalationRef")
  const own = declared === undefined ? undefined : (textAt(declared, "escalationCode") ?? declared.id)
  if (named !== undefined && own !== undefined) outputs.push({ variable: named, value: { value: own } })
  return {
    fields: outputs.length === 0 ? {} : { outputs },
    problems:
      named === undefined || own !== undefined
        ? []
        : [
            context.problem(
              "NotExecutable",
              element,
              `'${named}' is not set, since it catches every escalation: catch them one by one.`,
              "warning",
            ),
          ],
  }
}

/** An error's message goes with it. */
const thrownError = (element: ModdleElement, vendor: Vendor, context: VendorContext): Found => {
  const definition = definitionOf(element, "Error")
  const error = definition === undefined ? undefined : elementAt(definition, "errorRef")
  const message = error === undefined ? undefined : attributeOf(context, error, vendor, "errorMessage")
  if (error === undefined || message === undefined) return {}
  const thrown = objectOf([
    ["_tag", { value: textAt(error, "errorCode") ?? error.id ?? "" }],
    ["message", context.value(message)],
  ])
  return thrown === undefined ? {} : { fields: { trigger: { error: thrown } } }
}

/** `<in source="a" target="b" />` in a signal: what those get who catch it. */
const payload = (element: ModdleElement, vendor: Vendor, context: VendorContext): Found => {
  const definition = definitionOf(element, "Signal")
  const ins = definition === undefined ? [] : context.extensions(definition, vendor, "in")
  if (ins.length === 0) return {}
  if (ins.some((one) => given(one, "variables") === "all")) {
    return { fields: { trigger: { payload: { language: "juel", text: "$" + "{execution.variables}" } } } }
  }
  const carried = objectOf(
    ins.flatMap((one): ReadonlyArray<Entry> => {
      const source = given(one, "source")
      const expression = given(one, "sourceExpression")
      const target = given(one, "target")
      if (target === undefined || (source === undefined && expression === undefined)) return []
      return [[target, expression === undefined ? variableOrNull(source ?? "") : context.value(expression)]]
    }),
  )
  return carried === undefined ? {} : { fields: { trigger: { payload: carried } } }
}
