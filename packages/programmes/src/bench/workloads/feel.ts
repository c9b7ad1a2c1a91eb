/**
 * `feel`: expressions of FEEL, compiled once, beside the JavaScript that somebody would write by hand (the floor) and beside feelin, the FEEL
 * interpreter of the registry, all in one process in turns.
 */
import { compileOrThrow } from "@millrace/feel-scanner"
import { evaluate, unaryTest } from "feelin"
import { type BenchRecord, rssMB } from "../BenchRecord.ts"
import { cpuRate } from "../feel/cpuRate.ts"
import { type FeelCase, feelCases, orders, orderTypes } from "../feel/FeelCase.ts"
import type { Workload } from "../Workload.ts"

/** How many orders are asked in turns: a power of two. */
const variety = 64

export const feel: Workload = {
  name: "feel",
  about: "conditions, unary tests, texts, dates and a filter of FEEL, beside closures by hand and feelin",
  storeless: true,
  // `instances` says how many milliseconds a measurement takes.
  run: async function* ({ instances = 600 }) {
    const all = feelCases.map((one) => ({ one, runs: runsOf(one) }))
    // The first text and the first closure would be compiled into the measurement itself, as in no real program.
    for (const { runs } of all) for (const run of [runs.ours, runs.closure, runs.feelin]) cpuRate(run, instances / 20)
    for (const { one, runs } of all) yield measure(one, runs, instances)
  },
}

interface Runs {
  readonly ours: (index: number) => unknown
  readonly closure: (index: number) => unknown
  readonly feelin: (index: number) => unknown
}

const nothing = {}

/** The three, which have to agree. */
const runsOf = ({ text, tested, byHand, items }: FeelCase): Runs => {
  const { ours, theirs } = orders(variety, items === true ? 1000 : 0)
  const mode = tested === undefined ? "expression" : "unary-tests"
  const { value } = compileOrThrow(text, { mode, names: orderTypes, ...(tested === undefined ? {} : { input: orderTypes[tested] }) })
  const closure = (i: number) => byHand(at(ours, i))
  if (tested === undefined) {
    return agreed(text, { ours: (i) => value(at(ours, i)), closure, feelin: (i) => evaluate(text, at(theirs, i)).value })
  }
  const inputs = ours.map((order) => order[tested])
  const contexts = inputs.map((input) => ({ "?": input }))
  return agreed(text, { ours: (i) => value(nothing, at(inputs, i)), closure, feelin: (i) => unaryTest(text, at(contexts, i)).value })
}

const at = <A>(all: ReadonlyArray<A>, index: number): A => all[index & (variety - 1)] as A

const agreed = (text: string, runs: Runs): Runs => {
  for (let i = 0; i < variety; i++) {
    const answers = [runs.ours(i), runs.closure(i), runs.feelin(i)]
    if (new Set(answers).size > 1) throw new Error(`${text} of order ${i}: ours, closure and feelin say ${answers.join(", ")}.`)
  }
  return runs
}

const measure = ({ name, text, condition }: FeelCase, runs: Runs, milliseconds: number): BenchRecord => {
  const closure = cpuRate(runs.closure, milliseconds)
  const perSecond = cpuRate(runs.ours, milliseconds)
  const feelinPerSecond = cpuRate(runs.feelin, milliseconds)
  const times = perSecond / feelinPerSecond
  const slower = closure / perSecond
  return {
    workload: `feel: ${name}`,
    store: "memory",
    inFlight: 1,
    n: variety,
    perSecond,
    floorPerSecond: closure,
    ratio: perSecond / closure,
    p50Ms: null,
    p99Ms: null,
    rssMB: rssMB(),
    text,
    feelinPerSecond,
    timesFeelin: times,
    aims: [
      { aim: `at most 5 times a closure (${slower.toFixed(1)})`, met: slower <= 5 },
      ...(condition ? [{ aim: `500 times feelin (${Math.round(times).toLocaleString("en-US")})`, met: times >= 500 }] : []),
    ],
  }
}
