/**
 * Puts an element into the graph: what the standard says of it, then what its vendor does, then what Millrace itself wrote.
 */
import { codeName } from "@millrace/kernel"
import { fieldsOf } from "../millrace/fieldsOf.ts"
import { idOf } from "../millrace/idOf.ts"
import { type ModdleElement, textAt } from "../moddle/ModdleElement.ts"
import { vendorFields } from "../vendors/vendorFields.ts"
import { variable } from "./expressions.ts"
import type { ElementDraft, Reading } from "./Reading.ts"

/** Fields of a graph element; those that are undefined are left out. */
export type Draft = Readonly<Record<string, unknown>>

/** Puts an element into the graph. `runs` says that it needs a handler unless something else is to be done. */
export const addElement = (
  reading: Reading,
  element: ModdleElement,
  type: string,
  scope: string | undefined,
  standard: Draft,
  { runs = false }: { readonly runs?: boolean } = {},
): ElementDraft => {
  const id = idOf(element)
  const { fields, handlers, forms, problems } = vendorFields(element, type, reading.vendor)
  reading.problems.push(...problems)
  const own = fieldsOf(element)
  const merged: Record<string, unknown> = { type, name: textAt(element, "name"), scope, ...standard }
  for (const [name, value] of Object.entries(fields)) merged[name] = mergedOf(merged[name], value)
  const needed = merged.decision === undefined && ((runs && merged.assignments === undefined) || handlers.length > 0)
  if (needed && merged.handler === undefined) {
    if (merged.type === "BusinessRuleTask") merged.type = "ServiceTask"
    merged.handler = codeName(reading.process, reading.version, id, "handler")
  }
  const form = merged.type === "UserTask" ? [id, ...forms].find((one) => Object.hasOwn(reading.forms, one)) : undefined
  const codec = form === undefined ? undefined : reading.forms[form]
  if (codec !== undefined && merged.form === undefined) {
    const name = codeName(reading.process, reading.version, id, "form")
    merged.form = name
    reading.codecs.set(name, codec)
  }
  if (!reading.ofMillrace && spreads(reading, merged)) merged.spread = true
  if (!reading.ofMillrace && scope === undefined && gives(merged)) merged.output = variable("execution.variables", "juel")
  Object.assign(merged, own)
  const draft = { id, ...withoutUndefined(merged) } as ElementDraft
  if (typeof draft.handler === "string") reading.needs.push({ handler: draft.handler, names: [draft.handler, id, ...handlers], element })
  reading.elements.push(draft)
  reading.sources.set(id, element)
  return draft
}

/**
 * What a task or a message brings becomes variables of the process, as it does in all engines whose documents these are, unless the document
 * says what becomes of it.
 */
const spreads = (reading: Reading, { type, handler, trigger, result, outputs, spread }: Draft): boolean => {
  if (result !== undefined || outputs !== undefined || spread !== undefined) return false
  if (type === "CallActivity") return !reading.uses("camunda") && !reading.uses("flowable")
  if (type === "UserTask" || type === "ReceiveTask" || type === "ServiceTask") return true
  if (type === "SendTask") return handler !== undefined
  return (
    (type === "StartEvent" || type === "IntermediateCatchEvent" || type === "BoundaryEvent") &&
    typeof trigger === "object" &&
    trigger !== null &&
    "type" in trigger &&
    (trigger.type === "message" || trigger.type === "signal")
  )
}

/** What calls a process gets its variables, as far as it wants them. */
const gives = ({ type, trigger, output }: Draft): boolean =>
  type === "EndEvent" && output === undefined && !(isPlain(trigger) && "type" in trigger && trigger.type === "error")

const mergedOf = (before: unknown, value: unknown): unknown =>
  isPlain(before) && isPlain(value) ? withoutUndefined({ ...before, ...value }) : value

const isPlain = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !("language" in value) &&
  !("value" in value) &&
  !("code" in value)

const withoutUndefined = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
