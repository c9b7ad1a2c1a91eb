/**
 * The job of a task or of an event that sends something: its type is the name of the handler.
 */
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { childrenOf, given } from "../Extension.ts"
import type { Found, Mapping, VendorContext } from "../Vendor.ts"
import { fixedText } from "./fixedText.ts"

/** Reads the task definition and its headers. */
export const readTask = (element: ModdleElement, type: string, context: VendorContext): Found => {
  const [definition] = context.extensions(element, "zeebe", "taskDefinition")
  if (definition === undefined) return {}
  const written = given(definition, "type")
  const handler = written === undefined ? undefined : fixedText(written)
  const retries = given(definition, "retries")
  const attempts = retries === undefined ? 3 : Number(fixedText(retries) ?? retries.replace(/^=\s*/, ""))
  const known = Number.isInteger(attempts)
  const sends = type === "IntermediateThrowEvent" || type === "EndEvent"
  return {
    handlers: handler === undefined ? [] : [handler],
    fields: {
      // An event that sends something is a task that does.
      ...(sends ? { type: "SendTask", trigger: undefined } : {}),
      ...(type === "SendTask" ? { message: undefined } : {}),
      // How long to wait between attempts is not said in documents: that is what it is elsewhere.
      ...(known ? { retry: { attempts: Math.max(1, attempts) } } : {}),
    },
    problems: [
      ...(handler === undefined
        ? [
            context.problem(
              "NotExecutable",
              element,
              `its job type '${written ?? ""}' is not fixed: name the type itself, so that its handler is known.`,
            ),
          ]
        : []),
      ...(known
        ? []
        : [
            context.problem(
              "NotExecutable",
              element,
              `its retries '${retries}' are not fixed, and have no effect: write a number.`,
              "warning",
            ),
          ]),
    ],
  }
}

/** Headers are read by the handler as `vars.taskHeaders`. */
export const readHeaders = (element: ModdleElement, context: VendorContext): ReadonlyArray<Mapping> => {
  const headers = context
    .extensions(element, "zeebe", "taskHeaders")
    .flatMap((all) => childrenOf(all, "header"))
    .flatMap((header) => {
      const key = given(header, "key")
      return key === undefined ? [] : [[key, given(header, "value") ?? ""] as const]
    })
  return headers.length === 0 ? [] : [{ variable: "taskHeaders", value: { value: Object.fromEntries(headers) } }]
}
