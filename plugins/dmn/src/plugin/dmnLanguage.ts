/**
 * Decisions as an expression language: the text is the name of a decision or a decision service, the variables are its inputs.
 */
import { toJson } from "@millrace/feel-scanner"
import type { ExpressionLanguage } from "@millrace/kernel"
import type { Decisions } from "../Decisions.ts"
import { DmnError } from "../DmnError.ts"
import { toHistory } from "./toHistory.ts"

/** Finds the decision when the engine opens. A decision that is null because something went wrong is an error, and so an incident. */
export const dmnLanguage = (models: Decisions): ExpressionLanguage => ({
  name: "dmn",
  compile: (text) => {
    const decision = models.find(text.trim())
    // Code in decisions has no clock of its own: without the time of the decision there is none.
    return ({ vars, now = Number.NaN, explain }) => {
      const { value, diagnostics, explanation } = decision.evaluate(vars, { now, explain: explain !== undefined })
      const [first] = diagnostics
      if (value === null && first !== undefined) throw new DmnError("DecisionFailed", `${first.place}: ${first.reason}`)
      if (explanation !== undefined) explain?.(toHistory(explanation))
      return toJson(value)
    }
  },
})
