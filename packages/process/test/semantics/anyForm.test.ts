/** Everything there is, put together without sense: the laws hold, and nothing depends on where a commit ends. */
import { compileOptions, type DeciderRunOptions, invariantsHold, laws, runDecider, type Untimed } from "@millrace/testing/decider"
import { expect, it } from "vitest"
import { makeDefinition, type ProcessGraph, type ProcessState, processDecider } from "../../src/index.ts"
import { randomOf } from "./tangle.ts"
import { thicket } from "./thicket.ts"

const definitionOf = (graph: ProcessGraph) => makeDefinition({ id: "thicket", version: 1, graph })

const hasty = (eventsPerCommit: number): typeof processDecider => ({
  ...processDecider,
  compile: (definition, options) => ({ ...processDecider.compile(definition, options), eventsPerCommit }),
})

/** Lets things happen by chance, for a while; gives the log. */
const playByChance = (seed: number, decider: typeof processDecider, options: DeciderRunOptions, after: () => void = () => {}) => {
  const { graph, bindings } = thicket(seed)
  const run = runDecider(decider, definitionOf(graph), { ...options, bindings, afterCommit: () => invariantsHold(run) })
  const random = randomOf(seed + 0.5)
  const send = (command: Untimed): void => {
    expect(run.send(command).rejection, JSON.stringify(command)).toBeUndefined()
    after()
    if (seed % 3 === 0) laws(run)
  }
  const called = random(3) === 0 ? { called: true as const } : {}
  send({ type: "StartInstance", input: { a: random(4), level: 0 }, ...called })
  let asked = false
  for (let step = 0; step < 50; step++) {
    const { status, waiting } = run.view()
    const able = waiting.filter((one) => one.for !== "lock")
    const wait = able[random(Math.max(1, able.length))]
    const isOver = status !== "active" && status !== "terminating"
    // Too many tokens are no better than some.
    if (waiting.length > 30 || (isOver && wait === undefined && (called.called === undefined || asked))) break
    if (isOver && wait === undefined) {
      asked = true
      send({ type: "CompensateInstance" })
      continue
    }
    if (wait === undefined) throw new Error(`The instance is ${status} and waits for nothing.`)
    const error = { code: "Declined", message: "no", value: {} }
    if (!isOver && random(80) === 0) send({ type: "CancelInstance", reason: "by chance" })
    else if (wait.for === "timer") send({ type: "TriggerTimer", timer: wait.id })
    else if (wait.for === "incident") send({ type: "ResolveIncident", incident: wait.id })
    else if (wait.for === "message" || wait.for === "signal")
      send({ type: "ReceiveMessage", subscription: wait.id, message: `m${step}`, payload: step })
    else if (wait.for === "condition") send({ type: "SetVariables", variables: [["level", random(4)]] })
    else if (wait.for === "task") send({ type: "CompleteUserTask", task: wait.id, form: { a: random(6) }, by: "ann" })
    else if (wait.for === "activation") {
      const members = graph.elements.filter(
        (one) =>
          one.scope === wait.element &&
          !["StartEvent", "EventSubProcess", "BoundaryEvent"].includes(one.type) &&
          !("isForCompensation" in one) &&
          !graph.flows.some(({ to }) => to === one.id),
      )
      const member = members[random(members.length + 1)]
      send(member === undefined ? { type: "FinishAdHoc", element: wait.element } : { type: "ActivateElement", element: member.id })
    } else if (wait.for === "child") {
      const undoes = (run.state() as ProcessState).children.get(wait.id)?.compensates === true
      const luck = random(6)
      if (undoes) send({ type: "CompleteChildCompensation", child: wait.id })
      else if (luck === 0) send({ type: "FailChild", child: wait.id, failure: { error } })
      else if (luck === 1) send({ type: "ReceiveEscalation", child: wait.id, code: "Late", payload: step })
      else send({ type: "CompleteChild", child: wait.id, output: luck })
    } else if (wait.for === "job") {
      const about = { job: wait.id, attempt: 1, delivery: 1 }
      if (random(10) === 0) send({ type: "FailJob", ...about, failure: { error } })
      else send({ type: "CompleteJob", ...about, result: random(6) })
    }
  }
  laws(run)
  return run.log.filter(({ type }) => type !== "ContinueRequested")
}

const seeds = Array.from({ length: Number(process.env.MILLRACE_SEEDS ?? 120) }, (_, index) => index + 1)

it("graphs of any form have no errors that stop them", () => {
  for (const seed of seeds) {
    const { graph, bindings } = thicket(seed)
    const problems = processDecider.validate(definitionOf(graph), compileOptions({ bindings }))
    expect(
      problems.filter(({ severity }) => severity === "error"),
      `seed ${seed}`,
    ).toEqual([])
  }
})

it("whatever happens to them, the laws hold, and every commit could be the last one for a while", () => {
  for (const seed of seeds) {
    const log = playByChance(seed, processDecider, {})
    expect(playByChance(seed, hasty(1 + (seed % 4)), { forgetful: true }), `seed ${seed}`).toEqual(log)
  }
})
