/**
 * Expressions of a document as expressions of the graph: in which language they are, and when a text is just a text.
 */
import type { Expression, ValueExpression } from "@millrace/process"
import { languagePrefix } from "../millrace/namespace.ts"
import { bodyOf, type ModdleElement, textAt } from "../moddle/ModdleElement.ts"
import type { Reading } from "./Reading.ts"

/** How documents name a language, and how Millrace does. */
export interface Language {
  readonly uri: string | RegExp
  readonly name: string
}

/** Languages that documents name. XPath is what the standard takes where nothing is said, and what hardly any document is written in. */
export const knownLanguages: ReadonlyArray<Language> = [
  { uri: /\bFEEL\b/i, name: "feel" },
  { uri: /\b(juel|uel)\b/i, name: "juel" },
]

/** What decides on the language of an expression. */
export interface Speech {
  readonly languages: ReadonlyArray<Language>
  /** What the document says of all its expressions. */
  readonly declared: string | undefined
  readonly report: Reading["report"]
}

const juelPart = /[$#]\{/
const nothingSaid = /XPath|^http:\/\/www\.w3\.org\/|^java$|JavaSE|^text\/xml$/i

/** A text that may be an expression, by its syntax. */
export const readText = (text: string): ValueExpression => {
  const trimmed = text.trim()
  if (juelPart.test(trimmed)) return { language: "juel", text: trimmed }
  return trimmed.startsWith("=") ? { language: "feel", text: trimmed.slice(1).trim() } : { value: text }
}

/** An expression; of a condition the text is never just a text. */
export const readExpression = (element: ModdleElement, speech: Speech, as: "condition" | "value"): ValueExpression | undefined => {
  const text = bodyOf(element)
  if (text === undefined) return undefined
  const own = textAt(element, "language")
  const named = own ?? speech.declared
  if (own?.startsWith(languagePrefix) === true) return ofMillrace(own.slice(languagePrefix.length), text, element, speech)
  if (juelPart.test(text) && (own === undefined || nameOf(own, speech) !== "feel")) return { language: "juel", text }
  if (text.startsWith("=")) return { language: "feel", text: text.slice(1).trim() }
  const said = named === undefined || nothingSaid.test(named) ? undefined : nameOf(named, speech)
  if (own !== undefined && said === undefined && !nothingSaid.test(own)) {
    speech.report(
      "ExpressionInvalid",
      element,
      `the expression is in the language '${own}', which is not known. Write it in FEEL or JUEL, or name its language in the option 'languages'.`,
    )
    return undefined
  }
  if (said !== undefined && (own !== undefined || as === "condition")) return { language: said, text }
  return as === "value" ? { value: text } : { language: "feel", text }
}

const nameOf = (uri: string, { languages }: Speech): string | undefined =>
  [...languages, ...knownLanguages].find((language) => (typeof language.uri === "string" ? language.uri === uri : language.uri.test(uri)))
    ?.name

const ofMillrace = (language: string, text: string, element: ModdleElement, speech: Speech): ValueExpression | undefined => {
  if (language === "code") return { code: text }
  if (language !== "json") return { language, text }
  try {
    return { value: JSON.parse(text) }
  } catch {
    speech.report("ExpressionInvalid", element, "the value is no JSON: write it as JSON, texts in double quotes.")
    return undefined
  }
}

/** An expression that reads a variable. */
export const variable = (name: string, language: string): Expression => ({ language, text: language === "juel" ? `\${${name}}` : name })

/** A condition that always or never holds. */
export const always = (reading: Reading, holds = true): Expression =>
  reading.uses("zeebe") ? { language: "feel", text: `${holds}` } : { language: "juel", text: `\${${holds}}` }
