/**
 * Expressions as BPMN writes them.
 */
import type { Expression, ValueExpression } from "@millrace/process"
import { languagePrefix } from "../millrace/namespace.ts"
import type { ModdleElement } from "../moddle/ModdleElement.ts"
import type { Printing } from "./Printing.ts"

const feel = "https://www.omg.org/spec/DMN/20191111/FEEL/"

/** An expression; a text that is a value is written as it stands. */
export const printExpression = ({ create }: Printing, expression: Expression | ValueExpression): ModdleElement => {
  const formal = (body: string, language?: string): ModdleElement => create("bpmn:FormalExpression", { body, language })
  if ("code" in expression) return formal(expression.code, `${languagePrefix}code`)
  if ("value" in expression) {
    const { value } = expression
    return typeof value === "string" && value.trim() === value && value !== "" && !/^=|[$#]\{/.test(value)
      ? formal(value)
      : formal(JSON.stringify(value), `${languagePrefix}json`)
  }
  const { language, text } = expression
  if (language === "feel") return formal(text, feel)
  return language === "juel" && /[$#]\{/.test(text) ? formal(text) : formal(text, `${languagePrefix}${language}`)
}

/** Whether a part of a graph is an expression. */
export const isExpression = (part: unknown): part is ValueExpression =>
  typeof part === "object" &&
  part !== null &&
  ("value" in part ||
    ("code" in part && typeof part.code === "string") ||
    ("language" in part && "text" in part && typeof part.text === "string"))
