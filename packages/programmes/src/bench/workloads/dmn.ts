/**
 * `dmn`: decision tables, compiled once, beside rules as closures that are tried one after the other (the floor), and beside feelin, which has
 * no tables: it is asked cell by cell, as somebody would do with it.
 */
import { decisions } from "@millrace/dmn"
import type { FeelValue } from "@millrace/feel-scanner"
import { unaryTest } from "feelin"
import { type BenchRecord, rssMB } from "../BenchRecord.ts"
import { type TableCase, tableCase } from "../dmn/TableCase.ts"
import { cpuRate } from "../feel/cpuRate.ts"
import type { Workload } from "../Workload.ts"

const cases = (): ReadonlyArray<TableCase> => [
  tableCase("10 rules × 3 inputs, FIRST", 10, 3, "FIRST"),
  tableCase("10 rules × 3 inputs, UNIQUE", 10, 3, "UNIQUE"),
  tableCase("10 rules × 3 inputs, ANY", 10, 3, "ANY"),
  tableCase("10 rules × 3 inputs, PRIORITY", 10, 3, "PRIORITY"),
  tableCase("10 rules × 3 inputs, RULE ORDER", 10, 3, "RULE ORDER"),
  tableCase("10 rules × 3 inputs, OUTPUT ORDER", 10, 3, "OUTPUT ORDER"),
  tableCase("10 rules × 3 inputs, COLLECT", 10, 3, "COLLECT"),
  tableCase("10 rules × 3 inputs, COLLECT SUM", 10, 3, "COLLECT", "SUM"),
  tableCase("10 rules × 3 inputs, COLLECT MIN", 10, 3, "COLLECT", "MIN"),
  tableCase("10 rules × 3 inputs, COLLECT MAX", 10, 3, "COLLECT", "MAX"),
  tableCase("10 rules × 3 inputs, COLLECT COUNT", 10, 3, "COLLECT", "COUNT"),
  tableCase("1,000 rules × 5 inputs, FIRST", 1000, 5, "FIRST"),
  tableCase("1,000 rules × 5 inputs, UNIQUE", 1000, 5, "UNIQUE"),
  tableCase("1,000 rules × 5 inputs, COLLECT", 1000, 5, "COLLECT"),
]

export const dmn: Workload = {
  name: "dmn",
  about: "decision tables of 10 and 1,000 rules, each hit policy, beside closures by hand and feelin cell by cell",
  storeless: true,
  // `instances` says how many milliseconds a measurement takes.
  run: async function* ({ instances = 600 }) {
    const all = cases().map((one) => ({ one, runs: runsOf(one) }))
    for (const { runs } of all) for (const run of [runs.ours, runs.closure]) cpuRate(run, instances / 20)
    for (const { one, runs } of all) yield measure(one, runs, instances)
  },
}

interface Runs {
  readonly ours: (index: number) => unknown
  readonly closure: (index: number) => unknown
  readonly feelin: (index: number) => unknown
}

const runsOf = (one: TableCase): Runs => {
  const { evaluate } = decisions([one.model]).find("table")
  const { contexts, cells, policy } = one
  const rows = contexts.map((context) => Object.values(context))
  const onlyFirst = policy === "FIRST"
  const matching = (passes: (rule: number, column: number, values: ReadonlyArray<unknown>) => boolean) => (index: number) => {
    const values = rows[index & 63] ?? []
    const found: Array<number> = []
    for (let rule = 0; rule < cells.length; rule++) {
      let all = true
      for (let column = 0; column < values.length && all; column++) all = passes(rule, column, values)
      if (!all) continue
      found.push(rule)
      if (onlyFirst) break
    }
    return valueByHand(one, found)
  }
  const closure = matching((rule, column, values) => cells[rule]?.[column]?.byHand(values[column]) === true)
  const feelin = matching((rule, column, values) => unaryTest(cells[rule]?.[column]?.text ?? "-", { "?": values[column] }).value === true)
  const ours = (index: number): FeelValue => evaluate(contexts[index & 63]).value
  // Large tables take feelin seconds.
  for (let i = 0; i < (cells.length > 100 ? 1 : 64); i++) {
    const answers = [ours(i), closure(i), feelin(i)].map((answer) => JSON.stringify(answer))
    if (new Set(answers).size > 1) throw new Error(`${one.name}, order ${i}: ours, closure and feelin say ${answers.join(", ")}.`)
  }
  return { ours, closure, feelin }
}

/** What somebody would write for the hit policy. */
const valueByHand = ({ policy, aggregation, outputs }: TableCase, found: ReadonlyArray<number>): number | null | ReadonlyArray<number> => {
  const values = found.map((rule) => outputs[rule] ?? 0)
  if (aggregation === "SUM") return values.length === 0 ? null : values.reduce((a, b) => a + b, 0)
  if (aggregation === "MIN") return values.length === 0 ? null : Math.min(...values)
  if (aggregation === "MAX") return values.length === 0 ? null : Math.max(...values)
  if (aggregation === "COUNT") return values.length
  if (policy === "RULE ORDER" || policy === "COLLECT") return values
  if (policy === "OUTPUT ORDER") return values.sort((a, b) => b - a)
  if (policy === "PRIORITY") return values.length === 0 ? null : Math.max(...values)
  return values[0] ?? null
}

const measure = ({ name, rules }: TableCase, runs: Runs, milliseconds: number): BenchRecord => {
  const closure = cpuRate(runs.closure, milliseconds)
  const perSecond = cpuRate(runs.ours, milliseconds)
  const feelinPerSecond = rules > 100 ? slowRate(runs.feelin) : cpuRate(runs.feelin, milliseconds)
  const times = perSecond / feelinPerSecond
  return {
    workload: `dmn: ${name}`,
    store: "memory",
    inFlight: 1,
    n: rules,
    perSecond,
    floorPerSecond: closure,
    ratio: perSecond / closure,
    p50Ms: null,
    p99Ms: null,
    rssMB: rssMB(),
    feelinPerSecond,
    timesFeelin: times,
    aims: [
      rules > 100
        ? { aim: `faster than rule by rule (${(perSecond / closure).toFixed(1)} times)`, met: perSecond > closure }
        : { aim: `at most 10 times closures (${(closure / perSecond).toFixed(1)})`, met: perSecond * 10 >= closure },
      { aim: `100 times feelin (${Math.round(times).toLocaleString("en-US")})`, met: times >= 100 },
    ],
  }
}

/** Runs in a second of processor time, of what takes so long that two of them tell enough. */
const slowRate = (run: (index: number) => unknown): number => {
  const from = process.cpuUsage()
  for (let i = 0; i < 2; i++) run(i)
  const { user, system } = process.cpuUsage(from)
  return 2_000_000 / (user + system)
}
