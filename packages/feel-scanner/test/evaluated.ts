/** Evaluates a text for the tests: the value as FEEL writes it, and the codes of the diagnostics. */
import { type CompileOptions, compileOrThrow, type FeelContext, type FeelValue, fromJson, textOf, typeOfValue } from "../src/index.ts"

/** The value of a text; the context is JSON. */
export const computed = (text: string, context: unknown = {}, options: CompileOptions = {}): FeelValue => run(text, context, options).value

/** The value as text. */
export const feel = (text: string, context: unknown = {}, options: CompileOptions = {}): string => textOf(computed(text, context, options))

/** The codes of what went wrong. */
export const problems = (text: string, context: unknown = {}, options: CompileOptions = {}): ReadonlyArray<string> =>
  run(text, context, options).diagnostics.map(({ code }) => code)

const run = (text: string, json: unknown, options: CompileOptions) => {
  const context = fromJson(json).value as FeelContext
  const names = Object.fromEntries(Object.entries(context).map(([name, value]) => [name, typeOfValue(value)]))
  return compileOrThrow(text, { names, ...options }).evaluate(context)
}

/** Whether a value passes unary tests. */
export const passesTests = (tests: string, input: FeelValue, context: FeelContext = {}): FeelValue =>
  compileOrThrow(tests, { mode: "unary-tests" }).value(context, input)
