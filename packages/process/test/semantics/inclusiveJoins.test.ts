/** Inclusive joins in graphs of any form, held against the text of the standard; and what they cost. */
import type { Code } from "@millrace/kernel"
import { invariantsHold, runDecider } from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"
import { type GraphElement, makeDefinition, type ProcessGraph, processDecider, type SequenceFlow } from "../../src/index.ts"
import { play } from "../play.ts"
import { InclusiveJoinOracle } from "./InclusiveJoinOracle.ts"

const randomOf = (seed: number) => {
  let state = seed * 2_654_435_761
  return (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below
  }
}

/** A graph of tasks and gateways with flows from anywhere to anywhere; each cycle has a task in it. */
const tangle = (seed: number) => {
  const random = randomOf(seed)
  const size = 4 + random(9)
  const types = Array.from(
    { length: size },
    () => ["ServiceTask", "ServiceTask", "InclusiveGateway", "InclusiveGateway", "ExclusiveGateway", "ParallelGateway"][random(6)] ?? "",
  )
  const code = new Map<string, Code>()
  const flows: Array<SequenceFlow> = [{ id: "begin", from: "start", to: "n0" }]
  const flow = (from: number, to: string): void => {
    flows.push({ id: `f${flows.length}`, name: `x${flows.filter((one) => one.from === `n${from}`).length}`, from: `n${from}`, to })
  }
  for (const [index, type] of types.entries()) {
    const task = type === "ServiceTask"
    const ways = task ? 1 : 1 + random(3)
    for (let way = 0; way < ways; way++) {
      const to = task && random(4) === 0 ? random(size) : index + 1 + random(Math.max(1, Math.min(4, size - index)))
      flow(index, to < size ? `n${to}` : "end")
    }
  }
  const names = (id: string) => flows.filter(({ from }) => from === id).map(({ name }) => name ?? "")
  const elements: Array<GraphElement> = [
    { id: "start", type: "StartEvent" },
    { id: "end", type: "EndEvent" },
  ]
  for (const [index, type] of types.entries()) {
    const id = `n${index}`
    const chance = ({ vars }: { readonly vars: object }) => ("r" in vars ? Number(vars.r) : 0) + index
    if (type === "ServiceTask") elements.push({ id, type, ...{ handler: "work", result: "r" } })
    else if (type === "ParallelGateway") elements.push({ id, type })
    else {
      elements.push({ id, type, ...{ choose: { code: id } } })
      code.set(id, (look) => {
        const all = names(id)
        if (type === "ExclusiveGateway") return all[chance(look) % all.length]
        const bits = (chance(look) % (2 ** all.length - 1)) + 1
        return all.filter((_, at) => (bits >> at) % 2 === 1)
      })
    }
  }
  const graph: ProcessGraph = { elements, flows }
  return { graph, bindings: { handlers: new Map([["work", () => undefined]]), code } }
}

/** Plays it by chance; gives what the oracle says, and how many inclusive gateways joined. */
const compare = (seed: number): { readonly problems: ReadonlyArray<string>; readonly joins: number } => {
  const { graph, bindings } = tangle(seed)
  const run = runDecider(processDecider, makeDefinition({ id: "tangle", version: 1, graph }), {
    bindings,
    afterCommit: () => invariantsHold(run),
  })
  const oracle = new InclusiveJoinOracle(graph)
  const random = randomOf(seed + 0.5)
  const problems: Array<string> = []
  let followed = 0
  const look = (): void => {
    for (const event of run.log.slice(followed)) problems.push(...oracle.follow(event))
    followed = run.log.length
    if (run.view().status === "active") problems.push(...oracle.late())
  }
  run.send({ type: "StartInstance", input: {} })
  look()
  for (let step = 0; step < 40; step++) {
    const { waiting } = run.view()
    const wait = waiting[random(Math.max(1, waiting.length))]
    // Too many tokens are no better than some.
    if (wait === undefined || waiting.length > 20) break
    if (wait.for === "incident") run.send({ type: "ResolveIncident", incident: wait.id })
    else run.send({ type: "CompleteJob", job: wait.id, attempt: 1, delivery: 1, result: random(8) })
    look()
  }
  const inclusive = new Set(graph.elements.filter(({ type }) => type === "InclusiveGateway").map(({ id }) => id))
  const joins = run.log.filter((event) => event.type === "ElementActivated" && event.joins === true && inclusive.has(event.element)).length
  return { problems, joins }
}

describe("inclusive joins", () => {
  it("begin when table 13.3 says so, in graphs of any form", () => {
    let joins = 0
    for (let seed = 1; seed <= Number(process.env.MILLRACE_SEEDS ?? 400); seed++) {
      const compared = compare(seed)
      expect(compared.problems, `seed ${seed}`).toEqual([])
      joins += compared.joins
    }
    expect(joins).toBeGreaterThan(100)
  })

  it("cost as much for each of 2,000 branches as for each of 200", () => {
    const perBranch = (branches: number): number => {
      const names = Array.from({ length: branches }, (_, index) => `n${index}`)
      const gate = { type: "InclusiveGateway" }
      const flows = ["start split [no] no join after end", ...names.map((name) => `split [${name}] ${name} join`)]
      const p = play({ elements: { split: { ...gate, choose: { code: "all" } }, join: gate }, flows, code: { all: () => names } })
      const { run } = p
      run.send({ type: "StartInstance", input: {} })
      const jobs = [...run.state().jobs.keys()]
      const begin = performance.now()
      // From both ends: neither the first nor the last that is at work is always the same.
      for (let at = 0; at < jobs.length; at++) {
        const job = (at % 2 === 0 ? jobs[at / 2] : jobs[jobs.length - (at + 1) / 2]) ?? 0
        run.send({ type: "CompleteJob", job, attempt: 1, delivery: 1, result: null })
      }
      const took = performance.now() - begin
      expect(p.waits()).toEqual(["after job"])
      return took / branches
    }
    perBranch(200)
    const few = perBranch(200)
    const many = perBranch(2000)
    expect(many / few).toBeLessThan(6)
  })
})
