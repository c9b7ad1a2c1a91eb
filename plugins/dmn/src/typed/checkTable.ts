/**
 * Looks for gaps, overlaps, contradictions and rules that are never used, before a table is used (DMN 1.5 §8.2.11).
 *
 * The space of all inputs is walked through column by column, region by region; where a set of rules is left that was looked at before, what
 * is behind it is known.
 */
import { type ConstantTests, equal, type FeelValue } from "@millrace/feel-scanner"
import type { HitPolicy } from "../model/DecisionTable.ts"
import { type Bits, eachBit, intersect } from "../table/Bits.ts"
import type { Column } from "./Column.ts"
import { allRules, type Region, regionsOf } from "./Regions.ts"

/** A table to be looked at. */
export interface CheckedTable {
  readonly columns: ReadonlyArray<Column>
  /** The tests of each rule; null where they have to be computed. */
  readonly rules: ReadonlyArray<ReadonlyArray<ConstantTests | null>>
  /** The outputs of each rule; undefined where they have to be computed. */
  readonly outputs: ReadonlyArray<FeelValue | undefined>
  readonly policy: HitPolicy
  readonly hasOtherwise: boolean
}

/** How many combinations are looked at: tables that have more, which differ in all columns, are checked in part. */
const mostSteps = 100_000

/** What is wrong with a table, in sentences, what is missing first; none where nothing is wrong. */
export const checkTable = (table: CheckedTable): ReadonlyArray<string> => {
  const { columns, rules, policy, hasOtherwise } = table
  const regions = columns.map((column, i) =>
    regionsOf(
      column,
      rules.map((cells) => cells[i] ?? null),
    ),
  )
  const gaps: Array<string> = []
  const problems: Array<string> = []
  const sure = rules.map((cells) => cells.every((cell) => cell !== null))
  const used = new Set<number>()
  const givesList = policy === "COLLECT" || policy === "RULE ORDER" || policy === "OUTPUT ORDER"
  const told = new Set<string>()
  const tell = (key: string, problem: string): void => {
    if (told.has(key)) return
    told.add(key)
    problems.push(problem)
  }
  const leaf = (left: Bits, path: ReadonlyArray<Region>): void => {
    const found: Array<number> = []
    eachBit(left, (rule) => found.push(rule) > 0)
    const where = path.map(({ text }) => text).join(", ") || "any input"
    if (found.length === 0) {
      if (!hasOtherwise && !givesList && gaps.length === 0) gaps.push(`no rule matches where ${where}: add a rule, or 'otherwise'.`)
      return
    }
    const [first = 0] = found
    for (const rule of policy === "FIRST" ? [first] : found) used.add(rule)
    const [, second] = found
    if (policy === "UNIQUE" && second !== undefined) {
      tell(
        `${first} ${second}`,
        `rules ${first + 1} and ${second + 1} both match where ${where}: change one of them, or take another hit policy.`,
      )
    }
    if (policy === "ANY") {
      const differs = found.find((rule) => differ(table.outputs[first], table.outputs[rule]))
      if (differs !== undefined) tell(`${first} ${differs}`, `rules ${first + 1} and ${differs + 1} contradict each other where ${where}.`)
    }
  }
  const complete = walk(regions, allRules(rules.length), leaf)
  if (complete) {
    for (const [rule, isSure] of sure.entries()) {
      if (isSure && !used.has(rule)) tell(`unused ${rule}`, unusedText(rule, policy))
    }
  }
  return [...gaps, ...problems]
}

const unusedText = (rule: number, policy: HitPolicy): string =>
  policy === "FIRST"
    ? `rule ${rule + 1} is never used: rules before it match whatever it matches, or nothing can match it. Move it, or take it away.`
    : `rule ${rule + 1} can match nothing: correct its tests, or take it away.`

const differ = (left: FeelValue | undefined, right: FeelValue | undefined): boolean =>
  left !== undefined && right !== undefined && equal(left, right) !== true

/** Visits each combination of regions that leaves another set of rules; false where there were too many. */
const walk = (
  regions: ReadonlyArray<ReadonlyArray<Region>>,
  all: Bits,
  leaf: (left: Bits, path: ReadonlyArray<Region>) => void,
): boolean => {
  const seen = regions.map(() => new Set<string>())
  let steps = 0
  const visit = (column: number, left: Bits, path: ReadonlyArray<Region>): void => {
    const own = regions[column]
    if (own === undefined) {
      leaf(left, path)
      return
    }
    const known = seen[column]
    const key = left.join()
    if (known === undefined || known.has(key)) return
    known.add(key)
    for (const region of own) {
      if (++steps > mostSteps) return
      const rest = left.slice()
      intersect(rest, region.rules)
      visit(column + 1, rest, [...path, region])
    }
  }
  visit(0, all, [])
  return steps <= mostSteps
}
