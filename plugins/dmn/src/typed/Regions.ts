/**
 * Cuts what a column may hold into regions: all values of a region match the same rules of the table.
 */
import { type ConstantTests, type FeelValue, textOf } from "@millrace/feel-scanner"
import { type Bits, wordsFor } from "../table/Bits.ts"
import { OrderedIndex, rulesByAsking } from "../table/OrderedIndex.ts"
import { passesCell } from "../table/passesCell.ts"
import type { Column } from "./Column.ts"

/** Values that match the same rules. */
export interface Region {
  /** Says which values they are: `age < 18`. */
  readonly text: string
  readonly rules: Bits
}

/** The regions of a column; `cells` are its tests in each rule, null where they have to be computed: no value is sure to pass those. */
export const regionsOf = (column: Column, cells: ReadonlyArray<ConstantTests | null>): ReadonlyArray<Region> => {
  const sure = cells.map((cell) => cell ?? never)
  const ask = (value: FeelValue): Bits => rulesByAsking(sure, (cell) => passesCell(cell, value) === true)
  const nothing = column.nullable ? [{ text: `${column.name} = null`, rules: ask(null) }] : []
  if (column.values !== undefined) {
    return [...column.values.map((value) => ({ text: `${column.name} = ${textOf(value)}`, rules: ask(value) })), ...nothing]
  }
  if (column.type === undefined || column.type === "boolean") {
    // Nothing is known of the values: only rules that take all of them are sure to match.
    const rules = rulesByAsking(sure, ({ values }) => values.length === 0)
    return [{ text: `${column.name} = anything`, rules }, ...nothing]
  }
  return [...orderedRegions(column, column.type, sure), ...nothing]
}

/** Tests that no number, text, boolean or null passes. */
const never: ConstantTests = { values: [[]], negated: false }

const orderedRegions = (column: Column, kind: "number" | "string", cells: ReadonlyArray<ConstantTests>): ReadonlyArray<Region> => {
  const index = new OrderedIndex(kind, cells)
  const { points } = index
  const regions: Array<Region> = []
  let first: number | undefined
  const last = 2 * points.length
  for (let position = 0; position <= last; position++) {
    if (!exists(column, points, position)) continue
    first ??= position
    const rules = index.rulesAt(position)
    const next = nextPosition(column, points, position + 1)
    if (next !== undefined && sameBits(index.rulesAt(next), rules)) continue
    regions.push({ text: regionText(column.name, kind, points, first, position), rules: rules.slice() })
    first = undefined
  }
  return regions
}

const nextPosition = (column: Column, points: ReadonlyArray<FeelValue>, from: number): number | undefined => {
  for (let position = from; position <= 2 * points.length; position++) if (exists(column, points, position)) return position
  return undefined
}

/** Whether the column has values at a position: there is no whole number between 1 and 2. */
const exists = ({ integer, least, most }: Column, points: ReadonlyArray<FeelValue>, position: number): boolean => {
  const below = points[Math.floor((position - 1) / 2)]
  const above = points[Math.floor(position / 2)]
  let low =
    typeof below === "number" ? { value: below, included: position % 2 === 1 } : { value: Number.NEGATIVE_INFINITY, included: false }
  let high =
    position % 2 === 1
      ? low
      : typeof above === "number"
        ? { value: above, included: false }
        : { value: Number.POSITIVE_INFINITY, included: false }
  if (least !== undefined && (least.value > low.value || (least.value === low.value && !least.included))) low = least
  if (most !== undefined && (most.value < high.value || (most.value === high.value && !most.included))) high = most
  if (!integer || !Number.isFinite(low.value) || !Number.isFinite(high.value)) {
    return low.value < high.value || (low.value === high.value && low.included && high.included)
  }
  const smallest = low.included ? Math.ceil(low.value) : Math.floor(low.value) + 1
  return high.included ? smallest <= high.value : smallest < high.value
}

const sameBits = (left: Bits, right: Bits): boolean => left.every((word, i) => word === right[i])

const regionText = (name: string, kind: "number" | "string", points: ReadonlyArray<FeelValue>, first: number, last: number): string => {
  const at = (position: number): string => textOf(points[(position - 1) >> 1] ?? null)
  if (kind === "string" && first % 2 === 0) return points.length === 0 ? `${name} = any text` : `${name} = other text`
  const start = first === 0 ? undefined : first % 2 === 1 ? `[${at(first)}` : `(${at(first - 1)}`
  const end = last === 2 * points.length ? undefined : last % 2 === 1 ? `${at(last)}]` : `${at(last + 1)})`
  if (start === undefined && end === undefined) return `${name} = any ${kind}`
  if (first === last && first % 2 === 1) return `${name} = ${at(first)}`
  if (start === undefined) return `${name} ${last % 2 === 1 ? "<=" : "<"} ${(end ?? "").slice(0, -1)}`
  if (end === undefined) return `${name} ${first % 2 === 1 ? ">=" : ">"} ${start.slice(1)}`
  return `${name} in ${start}..${end}`
}

/** A set of all rules. */
export const allRules = (count: number): Bits => {
  const bits = new Uint32Array(wordsFor(count)).fill(0xffffffff)
  if ((count & 31) !== 0) bits[bits.length - 1] = 0xffffffff >>> (32 - (count & 31))
  return bits
}
