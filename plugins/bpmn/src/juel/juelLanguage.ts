/**
 * JUEL as an expression language of processes: the expressions that models for Camunda 7 and Flowable are written in.
 */
import type { ExpressionLanguage } from "@millrace/kernel"
import { compileJuel } from "./compileJuel.ts"

/** Compiles texts once, when the engine opens. A variable that is not there is an error, and so an incident. */
export const juelLanguage: ExpressionLanguage = {
  name: "juel",
  compile: (text) => {
    const program = compileJuel(text)
    return ({ vars }) => program(vars)
  },
}
