/**
 * Functions that the caller brings, and how arguments find the parameters of a function.
 */
import { coerced } from "../types/conforms.ts"
import { Any, type FeelType, textOfType } from "../types/FeelType.ts"
import { type Arguments, type CallSite, FeelFunction, type FeelParameter } from "./FeelFunction.ts"
import type { FeelValue } from "./FeelValue.ts"
import { limitReached } from "./Meter.ts"
import { shown } from "./textOf.ts"

/** A function of the caller's: it gets its arguments by position, each of its parameter's type or null. What it throws becomes a diagnostic. */
export const feelFunction = (
  name: string,
  parameters: ReadonlyArray<FeelParameter>,
  run: (given: ReadonlyArray<FeelValue>, site: CallSite) => FeelValue,
  result: FeelType = Any,
): FeelFunction =>
  new FeelFunction(name, parameters, result, (call, site) => {
    const given = bound(name, parameters, call, site)
    if (given === null) return null
    try {
      return run(given, site)
    } catch (error) {
      // Texts that it evaluates may have reached a limit of the evaluation, or the end of the stack.
      if (limitReached(error)) throw error
      return site.fail("ExternalFunction", `${name} failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  })

/** The arguments in the order of the parameters, each as a value of its type; null (and a diagnostic) where they do not fit. */
export const bound = (
  name: string,
  parameters: ReadonlyArray<FeelParameter>,
  { values, names }: Arguments,
  site: CallSite,
): ReadonlyArray<FeelValue> | null => {
  if (values.length !== parameters.length) {
    return site.fail("WrongArguments", `${name} takes ${parameters.length} arguments, but got ${values.length}.`)
  }
  const unknown = names?.find((given) => !parameters.some((parameter) => parameter.name === given))
  if (unknown !== undefined) return site.fail("WrongArguments", `${name} has no parameter named ${unknown}.`)
  const given: Array<FeelValue> = []
  for (const [i, { name: own, type }] of parameters.entries()) {
    const value = values[names === null ? i : names.indexOf(own)]
    if (value === undefined) return site.fail("WrongArguments", `${name} needs an argument for ${own}.`)
    const fitting = coerced(value, type, site)
    if (fitting === undefined) {
      return site.fail("InvalidArgument", `${name} needs ${textOfType(type)} for ${own}, but got ${shown(value)}.`)
    }
    given.push(fitting)
  }
  return given
}
