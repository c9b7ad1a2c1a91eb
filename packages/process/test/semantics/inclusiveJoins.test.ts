/** Inclusive joins in graphs of any form, held against the text of the standard; and what they cost. */
import { invariantsHold, laws, runDecider } from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"
import { makeDefinition, processDecider } from "../../src/index.ts"
import { play } from "../play.ts"
import { InclusiveJoinOracle } from "./InclusiveJoinOracle.ts"
import { randomOf, tangle } from "./tangle.ts"

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

/** The process decider with tiny commits. */
const hasty: typeof processDecider = {
  ...processDecider,
  compile: (definition, options) => ({ ...processDecider.compile(definition, options), eventsPerCommit: 2 }),
}

/** Plays it by chance, complex gateways among the others; gives the log. */
const play20 = (seed: number, decider: typeof processDecider, forgetful: boolean) => {
  const { graph, bindings } = tangle(seed, { complex: true })
  const run = runDecider(decider, makeDefinition({ id: "tangle", version: 1, graph }), {
    bindings,
    forgetful,
    afterCommit: () => invariantsHold(run),
  })
  const random = randomOf(seed + 0.5)
  run.send({ type: "StartInstance", input: {} })
  for (let step = 0; step < 20; step++) {
    const { waiting } = run.view()
    const wait = waiting[random(Math.max(1, waiting.length))]
    if (wait === undefined || waiting.length > 20) break
    if (wait.for === "incident") run.send({ type: "ResolveIncident", incident: wait.id })
    else run.send({ type: "CompleteJob", job: wait.id, attempt: 1, delivery: 1, result: random(8) })
  }
  laws(run)
  return run.log.filter(({ type }) => type !== "ContinueRequested")
}

describe("gateways of all kinds", () => {
  it("keep the laws in graphs of any form, and do the same in many small commits as in one", () => {
    for (let seed = 1; seed <= Number(process.env.MILLRACE_SEEDS ?? 200); seed++)
      expect(play20(seed, hasty, true), `seed ${seed}`).toEqual(play20(seed, processDecider, false))
  })
})

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

  /** How many element instances were looked up meanwhile: work that no other program on the machine makes more of. */
  const looksOf = (p: ReturnType<typeof play>, act: () => void): number => {
    const { elements } = p.run.state()
    const get = elements.get.bind(elements)
    let looks = 0
    Object.assign(elements, {
      get: (id: number) => {
        looks++
        return get(id)
      },
    })
    act()
    Object.assign(elements, { get })
    return looks
  }

  it("cost as much for each of 2,000 branches as for each of 200", () => {
    const perBranch = (branches: number): number => {
      const names = Array.from({ length: branches }, (_, index) => `n${index}`)
      const gate = { type: "InclusiveGateway" }
      const flows = ["start split [no] no join after end", ...names.map((name) => `split [${name}] ${name} join`)]
      const p = play({ elements: { split: { ...gate, choose: { code: "all" } }, join: gate }, flows, code: { all: () => names } })
      const { run } = p
      run.send({ type: "StartInstance", input: {} })
      const jobs = [...run.state().jobs.keys()]
      const looks = looksOf(p, () => {
        // From both ends: neither the first nor the last that is at work is always the same.
        for (let at = 0; at < jobs.length; at++) {
          const job = (at % 2 === 0 ? jobs[at / 2] : jobs[jobs.length - (at + 1) / 2]) ?? 0
          run.send({ type: "CompleteJob", job, attempt: 1, delivery: 1, result: null })
        }
      })
      expect(p.waits()).toEqual(["after job"])
      return looks / branches
    }
    expect(perBranch(2000) / perBranch(200)).toBeLessThan(1.05)
  })

  it("are decided by one look at each element at work in the scope, where none of them holds back", () => {
    const decision = (beside: number): number => {
      const names = Array.from({ length: beside }, (_, index) => `n${index}`)
      const gate = { type: "InclusiveGateway" }
      const flows = ["start fork split [one] one join after end", "split [two] two join", ...names.map((name) => `fork ${name} ${name}End`)]
      const elements = { fork: { type: "ParallelGateway" }, split: { ...gate, choose: { code: "first" } }, join: gate }
      const p = play({ elements, flows, code: { first: () => ["one"] } })
      p.run.send({ type: "StartInstance", input: {} })
      const job = p.run.view().waiting.find(({ element }) => element === "one")?.id ?? 0
      const looks = looksOf(p, () => p.run.send({ type: "CompleteJob", job, attempt: 1, delivery: 1, result: null }))
      expect(p.waits()).toContain("after job")
      return looks / beside
    }
    expect(decision(2000)).toBeLessThan(1.1)
    expect(decision(2000)).toBeLessThanOrEqual(decision(200))
  })
})
