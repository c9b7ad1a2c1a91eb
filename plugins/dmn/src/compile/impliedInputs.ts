/**
 * Inputs that a decision uses without requiring them. Many tools draw a table alone, without inputs and requirements, and mean the
 * variables around it (DMN 1.5 §6.3.13 would have them required).
 */
import { compile, FeelSyntaxError } from "@millrace/feel-scanner"
import type { Decision } from "../model/DecisionModel.ts"

/** The names that a decision without any requirement uses; none for one that requires something. */
export const impliedInputs = ({ inputs, decisions, knows, logic }: Decision): ReadonlyArray<string> => {
  if (inputs.length + decisions.length + knows.length > 0 || logic === undefined) return []
  const texts =
    logic.kind === "table"
      ? [...logic.inputs.map(({ text }) => text), ...logic.rules.flatMap((rule) => rule.outputs)]
      : logic.kind === "literal" && logic.language === undefined
        ? [logic.text]
        : []
  const names = texts.flatMap((text) => {
    const program = compile(text)
    return program instanceof FeelSyntaxError ? [] : program.references
  })
  return [...new Set(names)]
}
