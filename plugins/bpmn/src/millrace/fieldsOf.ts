/**
 * Fields of the graph that the standard has no place for, as `<millrace:field name="retry">{ "attempts": 5 }</millrace:field>`.
 */
import { extensionsOf, type ModdleElement } from "../moddle/ModdleElement.ts"
import { millraceNamespace } from "./namespace.ts"

const known = new WeakMap<ModdleElement, Readonly<Record<string, unknown>>>()

/** The fields that stand in an element's extensions; undefined for one that the graph does not have. */
export const fieldsOf = (element: ModdleElement): Readonly<Record<string, unknown>> => {
  const read = known.get(element)
  if (read !== undefined) return read
  const fields: Record<string, unknown> = Object.create(null)
  for (const extension of extensionsOf(element)) {
    const { ns } = extension.$descriptor
    if (ns?.uri !== millraceNamespace || ns.localName !== "field") continue
    const name = extension.get("name")
    if (typeof name === "string") fields[name] = parsed(extension.$body)
  }
  known.set(element, fields)
  return fields
}

const parsed = (body: string | undefined): unknown => {
  if (body === undefined) return undefined
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
