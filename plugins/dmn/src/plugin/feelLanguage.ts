/**
 * FEEL as an expression language of processes: conditions, mappings, timers. The variables are the context.
 */
import { compileOrThrow, toJson } from "@millrace/feel-scanner"
import type { ExpressionLanguage } from "@millrace/kernel"
import type { DecisionsOptions } from "../Decisions.ts"
import { DmnError } from "../DmnError.ts"

/** Compiles texts once, when the engine opens. Null that stands for a mistake is an error, and so an incident. */
export const feelLanguage = ({ externals, limits, zone }: DecisionsOptions): ExpressionLanguage => ({
  name: "feel",
  compile: (text) => {
    // Code in decisions has no clock of its own: what `now` tells is the time of the decision.
    let time = Number.NaN
    const program = compileOrThrow(text, {
      clock: () => time,
      ...(externals === undefined ? {} : { externals }),
      ...(limits === undefined ? {} : { limits }),
      ...(zone === undefined ? {} : { zone }),
    })
    return ({ vars, now = Number.NaN }) => {
      time = now
      const { value, diagnostics } = program.evaluate(vars)
      const [first] = diagnostics
      if (value === null && first !== undefined) {
        const { line, column } = first.position
        throw new DmnError("DecisionFailed", `${first.reason} (line ${line}, column ${column}, at '${first.part}')`)
      }
      return toJson(value)
    }
  },
})
