/** What does not fit one commit, and what never ends. */

import { runDecider } from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"
import { processDecider } from "../../src/index.ts"
import { turnLimit } from "../../src/verbs/activate.ts"
import { bindingsOf, definitionOf, play } from "../play.ts"

const branches = (n: number) => Array.from({ length: n }, (_, i) => `fork t${i} join`)
const wide = (n: number) => ({
  elements: { fork: { type: "ParallelGateway" }, join: { type: "ParallelGateway" } },
  flows: ["start fork", "join end", ...branches(n)],
})
const runOf = (sketch: Parameters<typeof definitionOf>[0]) =>
  runDecider(processDecider, definitionOf(sketch), { bindings: bindingsOf(sketch) })

const loop = (again: string) => ({
  elements: {
    merge: { type: "ExclusiveGateway" },
    count: { type: "ScriptTask", assignments: [{ variable: "n", value: { code: "next" } }] },
    more: { type: "ExclusiveGateway", default: "more-end" },
  },
  flows: [`start merge count more {${again}} merge`, "more end"],
  code: {
    next: ({ vars }: { vars: Record<string, unknown> }) => Number(vars.n ?? 0) + 1,
    ten: ({ vars }: { vars: Record<string, unknown> }) => Number(vars.n) < 10_000,
    always: () => true,
  },
})

describe("a split into 10,000 branches", () => {
  it("takes many bounded commits, and so does cancelling it", () => {
    const run = runOf(wide(10_000))
    const started = run.send({ type: "StartInstance", input: {} })
    expect(started.commits).toBeGreaterThan(10)
    expect([...run.decider.open(run.state()).jobs]).toHaveLength(10_000)
    const first = run.sendOnce({ type: "CancelInstance", reason: "too many" })
    expect(first.events.length).toBeLessThan(1010)
    expect(first.events.at(-1)).toEqual({ type: "ContinueRequested" })
    // Everything is void at once, although most of it is still to be cleared.
    expect(run.view().waiting).toEqual([])
    const some = [...run.decider.open(run.state()).jobs].at(-1) ?? 0
    expect(run.sendOnce({ type: "CompleteJob", job: some, attempt: 1, delivery: 1, result: null }).rejection?.code).toBe("JobNotFound")
    expect(run.send({ type: "Continue" }).events.at(-1)).toMatchObject({ type: "InstanceCancelled" })
  })

  it("shares one object of variables among all jobs", () => {
    const run = runOf(wide(100))
    run.send({ type: "StartInstance", input: { a: 1 } })
    const seen = new Set(
      [...run.decider.open(run.state()).jobs].map((job) => run.decider.describeJob(run.compiled, run.state(), job)?.vars),
    )
    expect(seen.size).toBe(1)
  })

  it("joins once, when all have come", () => {
    const run = runOf(wide(1000))
    run.send({ type: "StartInstance", input: {} })
    for (const job of [...run.decider.open(run.state()).jobs]) run.send({ type: "CompleteJob", job, attempt: 1, delivery: 1, result: null })
    expect(run.view().status).toBe("completed")
    expect(run.log.filter((event) => event.type === "ElementActivated" && event.element === "join")).toHaveLength(1)
  })
})

describe("a loop", () => {
  it("may turn 10,000 times without a wait", () => {
    const run = runOf(loop("ten"))
    const { commits } = run.send({ type: "StartInstance", input: {} })
    expect(commits).toBeGreaterThan(20)
    expect(run.view()).toMatchObject({ status: "completed", vars: { n: 10_000 } })
  })

  it("that never waits and never ends is an incident, and goes on when that is resolved", () => {
    const run = runOf(loop("always"))
    run.send({ type: "StartInstance", input: {} })
    expect(run.view().waiting).toMatchObject([{ for: "incident" }])
    expect(run.view().waiting[0]?.reason).toContain("EndlessLoop")
    const turns = Number(run.view().vars.n)
    expect(turns).toBeGreaterThan(turnLimit - 10)
    run.sendOnce({ type: "ResolveIncident", incident: run.view().waiting[0]?.id ?? 0 })
    run.sendOnce({ type: "Continue" })
    expect(Number(run.view().vars.n)).toBeGreaterThan(turns)
  })
})

describe("an instance", () => {
  it("is started once", () => {
    const p = play({ flows: ["start a end"] })
    p.start()
    expect(p.start()).toBe("AlreadyStarted")
    p.complete("a")
    expect(p.start()).toBe("AlreadyStarted")
  })

  it("takes no commands before it is started", () => {
    const p = play({ flows: ["start a end"] })
    expect(p.cancel()).toBe("InstanceEnded")
  })

  it("closes everything with an event when it ends", () => {
    const p = play({
      elements: {
        a: {},
        t: { type: "UserTask" },
        nap: { type: "IntermediateCatchEvent", trigger: { type: "timer", due: { value: "PT1H" } } },
        gate: { type: "ExclusiveGateway", choose: { code: "nothing" } },
        late: { type: "BoundaryEvent", attachedTo: "t", trigger: { type: "timer", due: { value: "PT1H" } } },
      },
      flows: ["start a end", "start t end", "start nap end", "start gate [x] end", "late end2"],
    })
    p.start()
    p.cancel()
    expect(p.types()).toEqual([
      "ElementTerminating",
      "JobCancelled",
      "ElementTerminated",
      "UserTaskCancelled",
      "TimerCancelled",
      "ElementTerminated",
      "TimerCancelled",
      "ElementTerminated",
      "IncidentResolved",
      "ElementTerminated",
      "InstanceCancelled",
    ])
  })
})
