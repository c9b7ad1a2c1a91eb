/**
 * JUEL as an expression language of processes: the expressions that models for Camunda 7 and Flowable are written in.
 */
import type { ExpressionLanguage } from "@millrace/kernel"
import { compileJuel } from "./compileJuel.ts"
import { JuelError } from "./JuelError.ts"

/** Compiles texts once, when the engine opens. A variable that is not there is an error, and so an incident. */
export const juelLanguage: ExpressionLanguage = {
  name: "juel",
  compile: (text) => {
    const program = compileJuel(text)
    return ({ vars }) => program(vars)
  },
}

/**
 * The same for conditions that are waited for: as long as a variable is not there, they do not hold. They are looked at from the beginning,
 * which is mostly before there is anything to look at.
 */
export const juelIfSet: ExpressionLanguage = {
  name: "juel-if-set",
  compile: (text) => {
    const program = compileJuel(text)
    return ({ vars }) => {
      try {
        return program(vars)
      } catch (cause) {
        if (cause instanceof JuelError && cause.missing !== undefined) return false
        throw cause
      }
    }
  },
}

/** The languages of this package. */
export const juelLanguages: ReadonlyArray<ExpressionLanguage> = [juelLanguage, juelIfSet]
