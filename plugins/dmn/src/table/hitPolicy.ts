/**
 * What a table gives of the rules that match (DMN 1.5 §8.2.8).
 */
import { Any, compileOrThrow, equal, type FeelProgram, type FeelValue, listOf } from "@millrace/feel-scanner"
import type { Run } from "../compile/Run.ts"
import type { Aggregation, HitPolicy } from "../model/DecisionTable.ts"

/** The outputs of a rule that matches, one for each column. */
export interface Hit {
  readonly rule: number
  readonly outputs: ReadonlyArray<FeelValue>
  /** The priority of each output, where it is known beforehand. */
  readonly ranks?: ReadonlyArray<number>
}

/** What the policies need to know of a table. */
export interface Outputs {
  readonly place: string
  /** The outputs as the value of a rule: the only one, or a context. */
  readonly shape: (outputs: ReadonlyArray<FeelValue>) => FeelValue
  /** For each column the values in the order of their priority; null where none is given. */
  readonly priorities: ReadonlyArray<ReadonlyArray<FeelValue> | null>
  readonly aggregation: Aggregation | undefined
}

/** How many hits a policy has to know: rules behind them need not be looked at. */
export const hitsNeeded = (policy: HitPolicy): number => (policy === "FIRST" ? 1 : policy === "UNIQUE" ? 2 : Number.POSITIVE_INFINITY)

/** The value of a table in which rules matched; `hits` is empty only for the policies that give lists. */
export const valueOfHits = (policy: HitPolicy, hits: ReadonlyArray<Hit>, outputs: Outputs, run: Run): FeelValue => {
  const { shape, place } = outputs
  const [first] = hits
  switch (policy) {
    case "UNIQUE": {
      if (first === undefined) return null
      const second = hits[1]
      if (second === undefined) return shape(first.outputs)
      return run.fail(place, "SeveralRules", `Rules ${first.rule + 1} and ${second.rule + 1} match, but the hit policy is UNIQUE.`)
    }
    case "FIRST":
      return first === undefined ? null : shape(first.outputs)
    case "ANY": {
      if (first === undefined) return null
      const value = shape(first.outputs)
      const other = hits.find((hit) => equal(shape(hit.outputs), value) !== true)
      if (other === undefined) return value
      return run.fail(
        place,
        "RulesDiffer",
        `Rules ${first.rule + 1} and ${other.rule + 1} match with other outputs, but the hit policy is ANY.`,
      )
    }
    case "PRIORITY": {
      const [best] = byPriority(hits, outputs)
      return best === undefined ? null : shape(best.outputs)
    }
    case "RULE ORDER":
      return hits.map((hit) => shape(hit.outputs))
    case "OUTPUT ORDER":
      return byPriority(hits, outputs).map((hit) => shape(hit.outputs))
    case "COLLECT":
      return collected(hits, outputs, run)
  }
}

/** The priorities of outputs, column by column: the lower one goes first. */
export const ranksOf = (outputs: ReadonlyArray<FeelValue>, priorities: Outputs["priorities"]): ReadonlyArray<number> =>
  priorities.map((values, i) => rankOf(outputs[i] ?? null, values))

/** Values that have no priority come last; of equal ones the rule that stands first. */
const byPriority = (hits: ReadonlyArray<Hit>, { priorities }: Outputs): ReadonlyArray<Hit> => {
  if (hits.length < 2) return hits
  const ranked = hits.map((hit) => ({ hit, ranks: hit.ranks ?? ranksOf(hit.outputs, priorities) }))
  ranked.sort((a, b) => {
    for (let i = 0; i < priorities.length; i++) {
      const difference = (a.ranks[i] ?? 0) - (b.ranks[i] ?? 0)
      if (difference !== 0) return difference
    }
    return a.hit.rule - b.hit.rule
  })
  return ranked.map(({ hit }) => hit)
}

const rankOf = (value: FeelValue, priorities: ReadonlyArray<FeelValue> | null): number => {
  if (priorities === null) return 0
  const rank = priorities.findIndex((one) => equal(one, value) === true)
  return rank < 0 ? priorities.length : rank
}

const collected = (hits: ReadonlyArray<Hit>, { aggregation, shape, priorities }: Outputs, run: Run): FeelValue => {
  if (aggregation === undefined) return hits.map((hit) => shape(hit.outputs))
  if (aggregation === "COUNT") return hits.length
  if (hits.length === 0) return null
  const program = aggregate(aggregation)
  return shape(priorities.map((_, i) => program.within(run.site, { values: hits.map(({ outputs }) => outputs[i] ?? null) })))
}

const programs = new Map<Aggregation, FeelProgram>()

const aggregate = (aggregation: Aggregation): FeelProgram => {
  const known = programs.get(aggregation)
  if (known !== undefined) return known
  const program = compileOrThrow(`${aggregation.toLowerCase()}(values)`, { names: { values: listOf(Any) } })
  programs.set(aggregation, program)
  return program
}
