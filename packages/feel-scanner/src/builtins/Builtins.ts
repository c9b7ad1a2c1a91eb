/**
 * All built-in functions by name, as functions that are called and as values.
 */
import { type NameSet, nameSet } from "../syntax/Names.ts"
import { Any, type FeelType, functionOf } from "../types/FeelType.ts"
import { FeelFunction } from "../values/FeelFunction.ts"
import type { Builtin } from "./Builtin.ts"
import { contextFunctions } from "./ContextFunctions.ts"
import { conversionFunctions } from "./ConversionFunctions.ts"
import { dateFunctions } from "./DateFunctions.ts"
import { candidates, invokeNamed, invokePositional } from "./invoke.ts"
import { listFunctions } from "./ListFunctions.ts"
import { logicFunctions } from "./LogicFunctions.ts"
import { numberFunctions } from "./NumberFunctions.ts"
import { rangeFunctions } from "./RangeFunctions.ts"
import { statisticFunctions } from "./StatisticFunctions.ts"
import { stringFunctions } from "./StringFunctions.ts"
import { temporalFunctions } from "./TemporalFunctions.ts"

export type { Builtin } from "./Builtin.ts"
export { candidates, invokeNamed, invokePositional } from "./invoke.ts"

const all: ReadonlyMap<string, Builtin> = new Map(
  [
    ...conversionFunctions,
    ...temporalFunctions,
    ...logicFunctions,
    ...stringFunctions,
    ...listFunctions,
    ...statisticFunctions,
    ...numberFunctions,
    ...dateFunctions,
    ...contextFunctions,
    ...rangeFunctions,
  ].map((one) => [one.name, one]),
)

/** The built-in function of a name. */
export const builtinOf = (name: string): Builtin | undefined => all.get(name)

/** The names of all built-in functions. */
export const builtinNames: NameSet = nameSet(Array.from(all.keys(), (name): readonly [string, FeelType] => [name, functionOf(null, Any)]))

/** The type of the result of a built-in function for arguments of these types. */
export const resultOf = (name: string, given: ReadonlyArray<FeelType>): FeelType => all.get(name)?.result(given) ?? Any

const values = new Map<string, FeelFunction>()

/** A built-in function as a value. */
export const builtinFunction = (name: string): FeelFunction | undefined => {
  const known = values.get(name)
  const own = all.get(name)
  if (known !== undefined || own === undefined) return known
  const value = new FeelFunction(name, null, own.result([]), ({ values: given, names }, site) =>
    names === null ? invokePositional(own, candidates(own, given.length), given, site) : invokeNamed(own, given, names, site),
  )
  values.set(name, value)
  return value
}
