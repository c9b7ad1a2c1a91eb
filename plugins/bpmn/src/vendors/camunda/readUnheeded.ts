/**
 * What would run in these engines, and does not here: told, so that nobody waits for it.
 */
import { elementAt, type ModdleElement } from "../../moddle/ModdleElement.ts"
import { attributeOf, definitionOf } from "../Extension.ts"
import type { Found, Vendor, VendorContext } from "../Vendor.ts"

const extensions: Readonly<Record<string, string>> = {
  executionListener: "do in a task what it does",
  taskListener: "do in a task before or after this one what it does",
  eventListener: "read the history of the instance instead",
  errorEventDefinition: "let the handler throw a typed error",
  mapException: "let the handler throw a typed error",
  strategy: "read the history of the instance instead",
}

const attributes: Readonly<Record<string, string>> = {
  skipExpression: "put a gateway before it",
  jobPriority: "limit or rank work where handlers are bound",
  taskPriority: "limit or rank work where handlers are bound",
  triggerable: "let a receive task follow that waits for the answer",
}

/** Tells of extensions of an element that have no effect. */
export const readUnheeded = (element: ModdleElement, type: string, vendor: Vendor, context: VendorContext): Found => {
  const told = (what: string, hint: string) => context.problem("NotExecutable", element, `its '${what}' has no effect: ${hint}.`, "warning")
  const condition = [...conditionals(element)].flatMap((one) =>
    ["variableName", "variableEvents"].filter((name) => attributeOf(context, one, vendor, name) !== undefined),
  )
  const ends = definitionOf(element, "Terminate")
  const all =
    ends !== undefined && attributeOf(context, ends, vendor, "terminateAll") === "true" && element.$parent?.$type !== "bpmn:Process"
  return {
    problems: [
      ...(all ? [told("terminateAll", "it ends the sub-process in which it stands; let an error lead to one that ends the process")] : []),
      ...Object.entries(extensions).flatMap(([name, hint]) =>
        context.extensions(element, vendor, name).length === 0 ? [] : [told(name, hint)],
      ),
      ...Object.entries(attributes).flatMap(([name, hint]) => {
        const value = type === "UserTask" ? undefined : attributeOf(context, element, vendor, name)
        return value === undefined || value === "false" ? [] : [told(name, hint)]
      }),
      ...condition.map((name) => told(name, "its condition is looked at whenever a variable changes that it sees")),
    ],
  }
}

const conditionals = function* (element: ModdleElement): Iterable<ModdleElement> {
  const definitions = element.get("eventDefinitions")
  if (!Array.isArray(definitions)) return
  for (const one of definitions) if (one.$type === "bpmn:ConditionalEventDefinition" && elementAt(one, "condition") !== undefined) yield one
}
