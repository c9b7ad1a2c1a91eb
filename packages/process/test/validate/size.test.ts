/** What validation costs: large graphs of every form take seconds at most, and no more memory than they have themselves. */
import { describe, expect, it } from "vitest"
import { problemsOf, type Sketch } from "../play.ts"

const range = (length: number): ReadonlyArray<number> => Array.from({ length }, (_, index) => index)
type Fields = { readonly [field: string]: unknown }

const fieldsOf = (entries: ReadonlyArray<readonly [string, Fields]>): { readonly [id: string]: Fields } => Object.fromEntries(entries)
const code = { choose: () => [] }

const seconds = (sketch: Sketch, problems: ReadonlyArray<string> = []): number => {
  const begin = process.threadCpuUsage().user
  expect(problemsOf(sketch)).toEqual(problems)
  return (process.threadCpuUsage().user - begin) / 1_000_000
}

describe("a large graph", () => {
  it("may have thousands of links", () => {
    const link = (index: number) => ({ type: "link", link: `l${index}` })
    const elements = fieldsOf(
      range(1500).flatMap((index) => [
        [`t${index}`, { type: "IntermediateThrowEvent", trigger: link(index) }],
        [`c${index}`, { type: "IntermediateCatchEvent", trigger: link(index) }],
      ]),
    )
    const flows = ["start t0", ...range(1499).map((index) => `c${index} t${index + 1}`), "c1499 end"]
    expect(seconds({ elements, flows })).toBeLessThan(2)
  })

  it("may stand a thousand scopes deep, each under a lock of its own", () => {
    const at = (depth: number) => (depth === 0 ? {} : { scope: `p${depth - 1}` })
    const elements = fieldsOf(
      range(1000).flatMap((depth) => [
        [`s${depth}`, { type: "StartEvent", ...at(depth) }],
        [`p${depth}`, { type: "SubProcess", mutex: `m${depth}`, ...at(depth) }],
      ]),
    )
    const inmost = { s: { type: "StartEvent", scope: "p999" } }
    const flows = range(1000).map((depth) => `s${depth} p${depth}`)
    expect(seconds({ elements: { ...elements, ...inmost }, flows })).toBeLessThan(2)
  })

  it("may have hundreds of choices that lead everywhere, one after the other", () => {
    const gate = { type: "InclusiveGateway", choose: { code: "choose" } }
    const gates = range(60)
    const elements = fieldsOf(gates.map((index) => [`g${index}`, gate]))
    const everywhere = gates.flatMap((from) => gates.map((to) => `g${from} [n${to}] g${to}`))
    expect(seconds({ elements, flows: ["start g0", ...everywhere, "g59 [out] end"], code })).toBeLessThan(4)
    const chain = range(800).map((index) => `g${index} [a] g${index + 1}`)
    const long = fieldsOf(range(801).map((index) => [`g${index}`, gate]))
    expect(seconds({ elements: long, flows: ["start g0", ...chain, "g800 [out] end"], code })).toBeLessThan(4)
  })

  it("may have as many tokens as a number says", () => {
    const elements = { a: { handler: "work", completionQuantity: 1_000_000_000 }, b: { handler: "work", startQuantity: 1_000_000_000 } }
    expect(seconds({ elements, flows: ["start a b end"] })).toBeLessThan(1)
    expect(seconds({ elements: { a: elements.a }, flows: ["start a c end"] }, ["SynchronisationMissing c"])).toBeLessThan(1)
  })
})
