/**
 * A tiny expression language, and the plugin that brings it: a variable, `==`, `<` or `>`, and a JSON value.
 * `choice == "a"`, `amount > 50`.
 */
import { definePlugin, type ExpressionLanguage, type ExpressionText, expression } from "millrace"

const form = /^\s*([A-Za-z_]\w*)\s*(==|<|>)\s*(\S.*?)\s*$/

const language: ExpressionLanguage = {
  name: "comparisons",
  compile: (text) => {
    const [, variable = "", operator, value = ""] = form.exec(text) ?? []
    if (operator === undefined) throw new Error(`'${text}' is not a comparison: write it as amount > 50 or choice == "a".`)
    const expected: unknown = JSON.parse(value)
    return ({ vars }) => {
      const actual = vars[variable]
      if (operator === "==") return actual === expected
      if (typeof actual !== "number" || typeof expected !== "number") throw new Error(`'${text}' compares what is not a number.`)
      return operator === ">" ? actual > expected : actual < expected
    }
  },
}

/** Gives the engine the language. */
export const comparisons = definePlugin({ name: "comparisons", expressions: [language] })

/** A condition of this language. */
export const when = (text: string): ExpressionText => expression(language.name, text)
