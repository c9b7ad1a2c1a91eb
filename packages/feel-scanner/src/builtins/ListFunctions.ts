/**
 * List functions (DMN 1.5 §10.3.4.4) and `sort` (§10.3.4.6); those that compute with numbers are in `StatisticFunctions.ts`.
 */
import { Any, BooleanType, baseOf, type FeelType, joined, listOf, NumberType } from "../types/FeelType.ts"
import { compare } from "../values/compare.ts"
import { equal } from "../values/equal.ts"
import type { CallSite, FeelFunction } from "../values/FeelFunction.ts"
import { doubleOf, equalNumbers, integerOf } from "../values/FeelNumber.ts"
import { type FeelList, type FeelValue, isList, isNumber } from "../values/FeelValue.ts"
import { costOf } from "../values/Meter.ts"
import { type Builtin, builtin, optional, parameter, signature, take, variadic } from "./Builtin.ts"

const list = parameter("list", take.list)

const sameList = ([type]: ReadonlyArray<FeelType>): FeelType =>
  type === undefined ? listOf(Any) : type.kind === "list" ? type : listOf(type)

const allLists = (types: ReadonlyArray<FeelType>): FeelType => types.map((type) => sameList([type])).reduce(joined, sameList([]))

const itemOf = ([type]: ReadonlyArray<FeelType>): FeelType => {
  const base = type === undefined ? Any : baseOf(type)
  return base.kind === "list" ? base.item : base
}

/** The index of a position (from 1, or from the end where negative); -1 where the list has none. */
const indexAt = (length: number, position: number): number => {
  const index = position > 0 ? position - 1 : position < 0 ? length + position : -1
  return index >= 0 && index < length ? index : -1
}

const outside = (site: CallSite, length: number): null => site.fail("OutOfRange", `A list of ${length} items has no such position.`)

const holds = (items: FeelList, item: FeelValue, site: CallSite): boolean => {
  site.charge(items.length)
  return items.some((other) => equal(other, item, site) === true)
}

/** What equal items have in common and others do not; undefined where no JavaScript value tells that. */
const scalarOf = (item: FeelValue): string | number | boolean | undefined => {
  if (typeof item === "string" || typeof item === "number" || typeof item === "boolean") return item
  if (item === null || !isNumber(item)) return undefined
  const double = doubleOf(item)
  return equalNumbers(double, item) ? double : undefined
}

/** The items without those that are equal to one before. */
const distinct = (items: FeelList, site: CallSite): FeelList => {
  const scalars = new Set<FeelValue>()
  const others: Array<FeelValue> = []
  return items.filter((item) => {
    const scalar = scalarOf(item)
    if (scalar !== undefined) {
      if (scalars.has(scalar)) return false
      scalars.add(scalar)
      return true
    }
    if (holds(others, item, site)) return false
    others.push(item)
    return true
  })
}

const flatten = (items: FeelList, into: Array<FeelValue>, site: CallSite): FeelList => {
  site.charge(items.length)
  for (const item of items) {
    if (isList(item)) flatten(item, into, site)
    else into.push(item)
  }
  return into
}

/** The least or the greatest item; null where the items have no order. */
const extreme = (name: string, sign: 1 | -1, items: FeelList, site: CallSite): FeelValue => {
  site.charge(items.length)
  let best = items[0] ?? null
  if (items.length > 0 && compare(best, best) === null) return site.fail("InvalidArgument", `${name} needs values that have an order.`)
  for (const item of items) {
    if (typeof item === "string") site.charge(costOf(item))
    const order = compare(item, best)
    if (order === null) return site.fail("InvalidArgument", `${name} needs values that have an order.`)
    if (order * sign > 0) best = item
  }
  return best
}

const call = (given: FeelFunction, site: CallSite, ...values: ReadonlyArray<FeelValue>): FeelValue =>
  given.invoke({ values, names: null }, site)

const sort = (items: FeelList, precedes: FeelFunction | null, site: CallSite): FeelValue => {
  const before = (a: FeelValue, b: FeelValue): boolean => {
    site.charge(typeof a === "string" ? costOf(a) : 1)
    return precedes === null ? (compare(a, b) ?? 0) < 0 : call(precedes, site, a, b) === true
  }
  return items.slice().sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0))
}

const replaceMatches = (items: FeelList, match: FeelFunction, newItem: FeelValue, site: CallSite): FeelValue => {
  if (match.parameters !== null && match.parameters.length !== 2) {
    return site.fail("InvalidArgument", "list replace needs a function of an item and the new item.")
  }
  const result: Array<FeelValue> = []
  for (const item of items) {
    site.charge(1)
    const answer = call(match, site, item, newItem)
    if (typeof answer !== "boolean") return site.fail("InvalidArgument", "list replace needs a function that gives a boolean.")
    result.push(answer ? newItem : item)
  }
  return result
}

const concatenated = (lists: ReadonlyArray<FeelList>, site: CallSite): FeelList => {
  for (const one of lists) site.charge(one.length)
  return lists.flat()
}

/** Functions on lists. */
export const listFunctions: ReadonlyArray<Builtin> = [
  builtin(
    "list contains",
    BooleanType,
    signature([list, parameter("element", take.any)], ([items, element], site) => holds(items, element, site)),
  ),
  builtin(
    "count",
    NumberType,
    signature([list], ([items]) => items.length),
  ),
  builtin(
    "min",
    itemOf,
    signature([list], ([items], site) => extreme("min", -1, items, site)),
    variadic([], take.any, 2, ([items], site) => extreme("min", -1, items, site)),
  ),
  builtin(
    "max",
    itemOf,
    signature([list], ([items], site) => extreme("max", 1, items, site)),
    variadic([], take.any, 2, ([items], site) => extreme("max", 1, items, site)),
  ),
  builtin(
    "sublist",
    sameList,
    signature(
      [list, parameter("start position", take.number), optional("length", take.orNull(take.number))],
      ([items, start, length], site) => {
        const index = indexAt(items.length, integerOf(start))
        const count = length === null ? items.length - index : integerOf(length)
        if (index < 0 || count < 0 || index + count > items.length) return outside(site, items.length)
        site.charge(count)
        return items.slice(index, index + count)
      },
    ),
  ),
  builtin(
    "append",
    ([first, ...items]) => joined(sameList(first === undefined ? [] : [first]), listOf(items.reduce(joined, items[0] ?? Any))),
    variadic([list], take.any, 1, ([items, further], site) => concatenated([items, further], site)),
  ),
  builtin(
    "concatenate",
    allLists,
    variadic([], take.list, 1, ([lists], site) => concatenated(lists, site)),
  ),
  builtin(
    "union",
    allLists,
    variadic([], take.list, 1, ([lists], site) => distinct(concatenated(lists, site), site)),
  ),
  builtin(
    "insert before",
    sameList,
    signature([list, parameter("position", take.number), parameter("newItem", take.any)], ([items, position, newItem], site) => {
      const index = indexAt(items.length, integerOf(position))
      if (index < 0) return outside(site, items.length)
      site.charge(items.length)
      return items.toSpliced(index, 0, newItem)
    }),
  ),
  builtin(
    "remove",
    sameList,
    signature([list, parameter("position", take.number)], ([items, position], site) => {
      const index = indexAt(items.length, integerOf(position))
      if (index < 0) return outside(site, items.length)
      site.charge(items.length)
      return items.toSpliced(index, 1)
    }),
  ),
  builtin(
    "list replace",
    sameList,
    signature([list, parameter("match", take.function), parameter("newItem", take.any)], ([items, match, newItem], site) =>
      replaceMatches(items, match, newItem, site),
    ),
    signature([list, parameter("position", take.number), parameter("newItem", take.any)], ([items, position, newItem], site) => {
      const index = indexAt(items.length, integerOf(position))
      if (index < 0) return outside(site, items.length)
      site.charge(items.length)
      return items.with(index, newItem)
    }),
  ),
  builtin(
    "reverse",
    sameList,
    signature([list], ([items], site) => {
      site.charge(items.length)
      return items.toReversed()
    }),
  ),
  builtin(
    "index of",
    listOf(NumberType),
    signature([list, parameter("match", take.any)], ([items, match], site) => {
      site.charge(items.length)
      return items.flatMap((item, i) => (equal(item, match, site) === true ? [i + 1] : []))
    }),
  ),
  builtin(
    "distinct values",
    sameList,
    signature([list], ([items], site) => distinct(items, site)),
  ),
  builtin(
    "flatten",
    listOf(Any),
    signature([list], ([items], site) => flatten(items, [], site)),
  ),
  builtin(
    "sort",
    sameList,
    signature([list, optional("precedes", take.function)], ([items, precedes], site) => sort(items, precedes, site)),
  ),
]
