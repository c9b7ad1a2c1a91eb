/**
 * Lists and objects made of values, as one value: fixed where all of them are, else an expression of the language that they are in.
 */
import type { Json } from "@millrace/kernel"
import type { ValueExpression } from "@millrace/process"
import { parseJuel } from "../juel/parseJuel.ts"
import { printJson, printJuel } from "../juel/printJuel.ts"

/** A name and its value. */
export type Entry = readonly [string, ValueExpression]

/** An object of named values; undefined where they are in several languages, or malformed. */
export const objectOf = (entries: ReadonlyArray<Entry>): ValueExpression | undefined =>
  compose(
    entries.map(([, value]) => value),
    (values) => Object.fromEntries(entries.map(([name], index) => [name, values[index] ?? null])),
    (language, texts) =>
      `{${entries.map(([name], index) => `${language === "juel" ? printJson(name) : JSON.stringify(name)}: ${texts[index]}`).join(", ")}}`,
  )

/** A list of values; undefined where they are in several languages, or malformed. */
export const listOf = (values: ReadonlyArray<ValueExpression>): ValueExpression | undefined =>
  compose(
    values,
    (fixed) => [...fixed],
    (_language, texts) => `[${texts.join(", ")}]`,
  )

const compose = (
  values: ReadonlyArray<ValueExpression>,
  fixed: (values: ReadonlyArray<Json>) => Json,
  print: (language: string, texts: ReadonlyArray<string>) => string,
): ValueExpression | undefined => {
  const constants = values.flatMap((value) => ("value" in value ? [value.value as Json] : []))
  if (constants.length === values.length) return { value: fixed(constants) }
  const languages = new Set(values.flatMap((value) => ("language" in value ? [value.language] : [])))
  const [language, other] = languages
  if (other !== undefined || (language !== "juel" && language !== "feel")) return undefined
  try {
    const text = print(
      language,
      values.map((value) => textIn(value, language)),
    )
    return { language, text: language === "juel" ? `\${${text}}` : text }
  } catch {
    // What is malformed is told of where it is read by itself.
    return undefined
  }
}

const textIn = (value: ValueExpression, language: "juel" | "feel"): string => {
  if ("text" in value) return language === "juel" ? `(${printJuel(parseJuel(value.text))})` : `(${value.text})`
  const fixed: Json = "value" in value ? (value.value as Json) : null
  return language === "juel" ? printJson(fixed) : JSON.stringify(fixed)
}
