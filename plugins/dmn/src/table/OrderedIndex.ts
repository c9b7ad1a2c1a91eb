/**
 * An index of one column for values that have an order: the constants of its cells cut the order into points and the gaps between them, and
 * for each of these positions it is known which rules a value there may match. Values of other kinds than the index's never get here.
 */
import { type ConstantTests, compare, FeelRange, type FeelValue, isList, type Kind, kindOf } from "@millrace/feel-scanner"
import { addBit, type Bits, toggleBit, wordsFor } from "./Bits.ts"

/** The kinds whose values have a total order. */
export const orderedKinds: ReadonlySet<Kind> = new Set(["number", "string", "date", "days and time duration", "years and months duration"])

/** Positions from the first to the last, both included. */
type Stretch = readonly [number, number]

/** Tells which rules a value may match. */
export class OrderedIndex {
  /** The constants in order. The position of the i-th is 2i + 1, that of the gap before it 2i. */
  readonly points: ReadonlyArray<FeelValue>
  /** The position of each point, for strings that are looked up by themselves. */
  private readonly strings: ReadonlyMap<FeelValue, number> | null
  private readonly words: number
  /** Every so many positions the set itself is kept; between them what changes. */
  private readonly spacing: number
  private readonly kept: Bits
  /** The rules that come or go at a position. */
  private readonly changes: ReadonlyArray<ReadonlyArray<number>>

  /** `cells` are the tests of each rule; null where they have to be computed: such a rule may match any value. */
  constructor(kind: Kind, cells: ReadonlyArray<ConstantTests | null>) {
    this.points = pointsOf(kind, cells)
    const positions = 2 * this.points.length + 1
    this.words = wordsFor(cells.length)
    const placeOf = (value: FeelValue): number => 2 * this.find(value) + 1
    const changes = Array.from({ length: positions }, (): Array<number> => [])
    for (const [rule, cell] of cells.entries()) {
      for (const [first, last] of stretchesOf(kind, cell, positions - 1, placeOf)) {
        changes[first]?.push(rule)
        changes[last + 1]?.push(rule)
      }
    }
    this.changes = changes
    this.spacing = Math.max(1, Math.ceil((positions * this.words) / mostWords))
    this.kept = this.checkpoints(positions)
    const onlyPoints = kind === "string" && cells.every((cell) => cell === null || cell.values.every((value) => typeof value === "string"))
    this.strings = onlyPoints ? new Map(this.points.map((point, i) => [point, 2 * i + 1])) : null
  }

  /** The rules that a value may match; the set is the index's own or a new one, and not to be changed. */
  rulesFor(value: FeelValue): Bits {
    return this.rulesAt(this.strings === null ? this.positionOf(value) : (this.strings.get(value) ?? 0))
  }

  private positionOf(value: FeelValue): number {
    const at = this.find(value)
    const point = this.points[at]
    return point !== undefined && compare(point, value) === 0 ? 2 * at + 1 : 2 * at
  }

  /** The first point that is not less than the value. */
  private find(value: FeelValue): number {
    const { points } = this
    let low = 0
    let high = points.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((compare(points[middle] ?? null, value) ?? 0) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The rules that a value at a position may match; the set is not to be changed. */
  rulesAt(position: number): Bits {
    const { words, spacing, kept } = this
    const checkpoint = Math.floor(position / spacing)
    const known = kept.subarray(checkpoint * words, (checkpoint + 1) * words)
    if (position === checkpoint * spacing) return known
    const rules = known.slice()
    for (let at = checkpoint * spacing + 1; at <= position; at++) for (const rule of this.changes[at] ?? []) toggleBit(rules, rule)
    return rules
  }

  private checkpoints(positions: number): Bits {
    const { words, spacing } = this
    const kept = new Uint32Array(words * Math.ceil(positions / spacing))
    const current = new Uint32Array(words)
    for (let position = 0; position < positions; position++) {
      for (const rule of this.changes[position] ?? []) toggleBit(current, rule)
      if (position % spacing === 0) kept.set(current, (position / spacing) * words)
    }
    return kept
  }
}

/** How large an index may be: four megabytes. Larger ones keep less and compute more. */
const mostWords = 1_000_000

/** The tests of a cell one by one: a list stands for its items. */
const testsIn = (cell: ConstantTests): ReadonlyArray<FeelValue> => cell.values.flatMap((value) => (isList(value) ? value : [value]))

const pointsOf = (kind: Kind, cells: ReadonlyArray<ConstantTests | null>): ReadonlyArray<FeelValue> => {
  const all: Array<FeelValue> = []
  const add = (value: FeelValue): void => {
    if (kindOf(value) === kind) all.push(value)
  }
  for (const cell of cells) {
    for (const test of cell === null ? [] : testsIn(cell)) {
      if (test instanceof FeelRange) {
        add(test.start)
        add(test.end)
      } else add(test)
    }
  }
  all.sort((a, b) => compare(a, b) ?? 0)
  return all.filter((value, i) => i === 0 || compare(all[i - 1] ?? null, value) !== 0)
}

/** The positions of the values that pass the tests of a cell. */
const stretchesOf = (
  kind: Kind,
  cell: ConstantTests | null,
  last: number,
  placeOf: (value: FeelValue) => number,
): ReadonlyArray<Stretch> => {
  if (cell === null || cell.values.length === 0) return [[0, last]]
  const passed = union(testsIn(cell).flatMap((test) => stretchesOfTest(kind, test, last, placeOf)))
  if (!cell.negated) return passed
  // Where one of the tests has no meaning for values of the kind, none of them passes its negation.
  return cell.values.some((value) => !hasMeaning(kind, value)) ? [] : without(passed, last)
}

const stretchesOfTest = (kind: Kind, test: FeelValue, last: number, placeOf: (value: FeelValue) => number): ReadonlyArray<Stretch> => {
  if (!(test instanceof FeelRange)) {
    if (kindOf(test) !== kind) return []
    const at = placeOf(test)
    return [[at, at]]
  }
  if (!hasMeaning(kind, test)) return []
  const { start, end, form } = test
  if (form === "=" || form === "!=") {
    const points: ReadonlyArray<Stretch> = start === null ? [] : [[placeOf(start), placeOf(start)]]
    return form === "=" ? points : without(points, last)
  }
  const from = start === null ? 0 : placeOf(start) + (test.startIncluded ? 0 : 1)
  const to = end === null ? last : placeOf(end) - (test.endIncluded ? 0 : 1)
  return from > to ? [] : [[from, to]]
}

/** Whether a test is true or false for the values of a kind, not null. */
const hasMeaning = (kind: Kind, test: FeelValue): boolean => {
  if (test === null || isList(test)) return true
  if (!(test instanceof FeelRange)) return kindOf(test) === kind
  const fits = (end: FeelValue): boolean => end === null || kindOf(end) === kind
  return fits(test.start) && fits(test.end)
}

/** The stretches in order, those that touch as one. */
const union = (stretches: ReadonlyArray<Stretch>): ReadonlyArray<Stretch> => {
  const result: Array<Stretch> = []
  for (const [from, to] of stretches.toSorted((a, b) => a[0] - b[0])) {
    const previous = result.at(-1)
    if (previous !== undefined && from <= previous[1] + 1) result[result.length - 1] = [previous[0], Math.max(previous[1], to)]
    else result.push([from, to])
  }
  return result
}

/** The positions that are in none of the stretches, which are in order. */
const without = (stretches: ReadonlyArray<Stretch>, last: number): ReadonlyArray<Stretch> => {
  const result: Array<Stretch> = []
  let next = 0
  for (const [from, to] of stretches) {
    if (from > next) result.push([next, from - 1])
    next = to + 1
  }
  if (next <= last) result.push([next, last])
  return result
}

/** The rules whose cells pass, asked one by one: for the kinds of values that have no order. */
export const rulesByAsking = (cells: ReadonlyArray<ConstantTests | null>, passes: (cell: ConstantTests) => boolean): Bits => {
  const rules = new Uint32Array(wordsFor(cells.length))
  for (const [rule, cell] of cells.entries()) if (cell === null || passes(cell)) addBit(rules, rule)
  return rules
}
