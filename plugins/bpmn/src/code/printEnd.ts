/**
 * Ends that do more than end: with an error, with all that runs beside them, with something told.
 */

import { endCall } from "./choices.ts"
import { quoted } from "./literal.ts"
import type { Printing } from "./Printing.ts"
import type { PrintedElement } from "./Structure.ts"
import { errorOf, tellings } from "./triggers.ts"
import { expressionOf, fieldsOf, json } from "./values.ts"
import { type CallOf, call, object, type Written } from "./Written.ts"

const silent = new Set<unknown>([undefined, "error", "terminate", "cancel"])

/** What an end tells others; nothing where it tells nobody. */
export const tellOf = (printing: Printing, { trigger }: PrintedElement): Written | undefined =>
  silent.has(fieldsOf(trigger).type) ? undefined : tellings(printing, trigger)

/** The call that ends. */
export const printEnd = (printing: Printing, element: PrintedElement, told: Written | undefined): CallOf => {
  const { id, name, trigger } = element
  const { type, error } = fieldsOf(trigger)
  if (type === "error") return call("fail", quoted(id), errorGiven(printing, error))
  const named = typeof name === "string" ? [quoted(name)] : []
  if (type === "terminate" || type === "cancel") return call(type, ...named)
  if (told === undefined) return endCall(printing, element)
  return call("end", ...(named.length === 0 ? ["undefined"] : named), object([["tell", told]]))
}

const errorGiven = (printing: Printing, error: unknown): Written => {
  const { _tag: tag, ...fields } = fieldsOf(fieldsOf(error).value)
  if (typeof tag !== "string") return expressionOf(printing, error)
  return call(`new ${errorOf(printing, tag, fields)}`, json(fields))
}
