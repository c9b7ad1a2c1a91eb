/**
 * List functions that compute with numbers or booleans (DMN 1.5 §10.3.4.4).
 */
import { BooleanType, listOf, NumberType } from "../types/FeelType.ts"
import type { CallSite } from "../values/FeelFunction.ts"
import { add, compareNumbers, divide, type FeelNumber, multiply, narrow, widen } from "../values/FeelNumber.ts"
import { type FeelList, type FeelValue, isNumber } from "../values/FeelValue.ts"
import { shown } from "../values/textOf.ts"
import { type Builtin, builtin, parameter, signature, take, variadic } from "./Builtin.ts"

/** A function of a list, or of its items as arguments. */
const ofItems = (name: string, result: Builtin["result"], run: (items: FeelList, site: CallSite) => FeelValue): Builtin =>
  builtin(
    name,
    result,
    signature([parameter("list", take.list)], ([items], site) => run(items, site)),
    variadic([], take.any, 2, ([items], site) => run(items, site)),
  )

/** A function of numbers, with its value for none. */
const ofNumbers = (
  name: string,
  none: (site: CallSite) => FeelValue,
  run: (numbers: ReadonlyArray<FeelNumber>) => FeelValue,
  result = NumberType,
): Builtin =>
  ofItems(
    name,
    () => result,
    (items, site) => {
      site.charge(items.length)
      if (!areNumbers(items)) {
        const other = items.find((item) => !isNumber(item)) ?? null
        return site.fail("InvalidArgument", `${name} needs numbers, but got ${shown(other)}.`)
      }
      return items.length === 0 ? none(site) : (run(items) ?? site.fail("NoResult", `${name} has no result.`))
    },
  )

const areNumbers = (items: FeelList): items is ReadonlyArray<FeelNumber> => {
  for (const item of items) if (typeof item !== "number" && !isNumber(item)) return false
  return true
}

const total = (numbers: ReadonlyArray<FeelNumber>): FeelNumber | null => {
  let sum: FeelNumber | null = 0
  for (const value of numbers) {
    const next: FeelNumber = typeof sum === "number" && typeof value === "number" ? sum + value : 0
    // Sums of integers take the short way here already: they are what is summed most.
    if (Number.isSafeInteger(sum) && Number.isSafeInteger(value) && Number.isSafeInteger(next)) sum = next
    else sum = sum === null ? null : add(sum, value)
  }
  return sum
}

const mean = (numbers: ReadonlyArray<FeelNumber>): FeelNumber | null => {
  const sum = total(numbers)
  return sum === null ? null : divide(sum, numbers.length)
}

const median = (numbers: ReadonlyArray<FeelNumber>): FeelNumber | null => {
  const sorted = numbers.toSorted(compareNumbers)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  return sorted.length % 2 === 1 ? upper : mean([lower, upper])
}

/** The standard deviation of a sample. */
const deviation = (numbers: ReadonlyArray<FeelNumber>): FeelNumber | null => {
  const middle = mean(numbers)
  if (numbers.length < 2 || middle === null) return null
  let squares = widen(0)
  for (const value of numbers) squares = squares.plus(widen(value).minus(widen(middle)).pow(2))
  return narrow(squares.dividedBy(numbers.length - 1).sqrt())
}

/** The most frequent numbers, in their order. */
const modes = (numbers: ReadonlyArray<FeelNumber>): FeelList => {
  const sorted = numbers.toSorted(compareNumbers)
  let most = 0
  let found: Array<FeelNumber> = []
  for (let i = 0, length = 1; i < sorted.length; i++, length++) {
    const [value, next] = [sorted[i], sorted[i + 1]]
    if (value === undefined || (next !== undefined && compareNumbers(value, next) === 0)) continue
    if (length > most) found = []
    if (length >= most) found.push(value)
    most = Math.max(most, length)
    length = 0
  }
  return found
}

const product = (numbers: ReadonlyArray<FeelNumber>): FeelNumber | null =>
  numbers.reduce<FeelNumber | null>((result, value) => (result === null ? null : multiply(result, value)), 1)

/** All or any: the deciding boolean ends it, null leaves it open, anything else is an error. */
const quantified = (name: string, deciding: boolean): Builtin =>
  ofItems(
    name,
    () => BooleanType,
    (items, site) => {
      site.charge(items.length)
      if (items.includes(deciding)) return deciding
      const other = items.find((item) => item !== null && typeof item !== "boolean")
      if (other !== undefined) return site.fail("InvalidArgument", `${name} needs booleans, but got ${shown(other)}.`)
      return items.includes(null) ? null : !deciding
    },
  )

const nothing = (): null => null

/** Functions on lists of numbers or booleans. */
export const statisticFunctions: ReadonlyArray<Builtin> = [
  ofNumbers("sum", nothing, total),
  ofNumbers("mean", nothing, mean),
  ofNumbers("median", nothing, median),
  ofNumbers("stddev", nothing, deviation),
  ofNumbers("product", (site) => site.fail("InvalidArgument", "product needs at least one number."), product),
  ofNumbers("mode", () => [], modes, listOf(NumberType)),
  quantified("all", false),
  quantified("any", true),
]
