/**
 * Values of typed tables as FEEL text.
 */

import type { ExpressionText } from "@millrace/builder"
import { numberOf, textOf } from "@millrace/feel-scanner"

/** Whether a cell is FEEL text, and no value. */
export const isText = (cell: unknown): cell is ExpressionText =>
  typeof cell === "object" &&
  cell !== null &&
  "language" in cell &&
  cell.language === "feel" &&
  "text" in cell &&
  typeof cell.text === "string"

/** A JSON value as FEEL writes it; undefined where it is no JSON. */
export const literalText = (value: unknown): string | undefined => {
  switch (typeof value) {
    case "string":
      return quoted(value)
    case "boolean":
      return String(value)
    case "number":
      return Number.isFinite(value) ? textOf(numberOf(String(value))) : undefined
    case "object":
      if (value === null) return "null"
      return Array.isArray(value) ? listed(value) : entriesText(value)
    default:
      return undefined
  }
}

const listed = (items: ReadonlyArray<unknown>): string | undefined => {
  const texts = items.map(literalText)
  return texts.includes(undefined) ? undefined : `[${texts.join(", ")}]`
}

const entriesText = (value: object): string | undefined => {
  const texts = Object.entries(value).map(([name, entry]) => [quoted(name), literalText(entry)] as const)
  return texts.some(([, text]) => text === undefined) ? undefined : `{${texts.map(([name, text]) => `${name}: ${text}`).join(", ")}}`
}

/** A string in quotes; FEEL knows the escapes of JSON but for two. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/\\([bf\\])/g, (found, letter) => (letter === "b" ? "\\u0008" : letter === "f" ? "\\u000c" : found))
