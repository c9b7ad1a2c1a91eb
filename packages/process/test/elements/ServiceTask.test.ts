import { describe, expect, it } from "vitest"
import { once, play } from "../play.ts"

describe("ServiceTask", () => {
  it("runs a handler and puts what it returns into a variable, in five events a step", () => {
    const p = play({ flows: ["start a b end"] })
    p.start({ order: 7 })
    expect(p.run.decider.describeJob(p.run.compiled, p.run.state(), p.find("job", "a"))).toMatchObject({
      element: "a",
      handler: "work",
      vars: { order: 7 },
      attempt: 1,
      delivery: 1,
      retry: { attempts: 3 },
    })
    p.complete("a", { ok: true })
    expect(p.events()).toEqual([
      { type: "JobCompleted", job: 4, result: { ok: true } },
      { type: "ElementCompleted", id: 3, variable: "a" },
      { type: "SequenceFlowTaken", flow: "a-b", scope: 1 },
      { type: "ElementActivated", id: 5, element: "b", scope: 1, flow: "a-b" },
      { type: "JobCreated", job: 6, owner: 5 },
    ])
    expect(p.vars()).toEqual({ order: 7, a: { ok: true } })
  })

  it("refuses a result that comes twice, or from an attempt or delivery that was superseded", () => {
    const p = play({ flows: ["start a end"] })
    p.start()
    const first = p.job("a")
    p.send({ type: "RedeliverJob", ...first })
    expect(p.job("a").delivery).toBe(2)
    expect(p.send({ type: "CompleteJob", ...first, result: 1 })).toBe("JobNotFound")
    const second = p.job("a")
    p.fail("a")
    expect(p.send({ type: "CompleteJob", ...second, result: 1 })).toBe("JobNotFound")
    expect(p.job("a")).toMatchObject({ attempt: 2, delivery: 1 })
    const third = p.job("a")
    p.complete("a")
    expect(p.send({ type: "CompleteJob", ...third, result: 1 })).toBe("InstanceEnded")
  })

  it("tries again by its policy, then raises an incident, which starts over with the same work", () => {
    const p = play({ elements: { a: { retry: { attempts: 2, delay: 100, jitter: 0 } } }, flows: ["start a end"] })
    p.start()
    const { job } = p.job("a")
    p.fail("a", { message: "first" })
    expect(p.events()).toMatchObject([{ type: "JobRetryScheduled", job, attempt: 2, due: 100, fault: { message: "first" } }])
    expect(p.view().waiting[0]?.reason).toContain("Attempt 2 of 2")
    p.fail("a", { message: "second" })
    expect(p.types()).toEqual(["JobFailed", "IncidentRaised"])
    expect(p.waits()).toEqual(["a incident"])
    p.resolve("a")
    expect(p.types()).toEqual(["IncidentResolved", "JobCreated"])
    expect(p.job("a")).toMatchObject({ attempt: 1, delivery: 1 })
    expect(p.job("a").job).not.toBe(job)
    expect(p.run.decider.describeJob(p.run.compiled, p.run.state(), p.job("a").job)?.work).toBe(job)
    p.complete("a")
    expect(p.status()).toBe("completed")
  })

  it("keeps what its handler reported last for later attempts, deliveries and jobs, and forgets it with the result", () => {
    const p = play({ elements: { a: { retry: { attempts: 2 } } }, flows: ["start a b end"] })
    p.start()
    const progress = () => p.run.decider.describeJob(p.run.compiled, p.run.state(), p.find("job", "a"))?.progress
    const report = (value: number) => p.send({ type: "ReportJobProgress", ...p.job("a"), progress: value })
    expect(progress()).toBeUndefined()
    report(1)
    report(2)
    expect(p.events()).toEqual([{ type: "JobProgressed", job: p.job("a").job, progress: 2 }])
    expect(p.view().waiting[0]?.reason).toContain("it has reported progress")
    const late = p.job("a")
    p.send({ type: "RedeliverJob", ...late })
    expect(progress()).toBe(2)
    expect(p.send({ type: "ReportJobProgress", ...late, progress: 9 })).toBe("JobNotFound")
    p.fail("a")
    expect(progress()).toBe(2)
    p.fail("a")
    p.resolve("a")
    expect(progress()).toBe(2)
    p.complete("a")
    expect(JSON.stringify(p.run.decider.snapshot(p.run.state()))).not.toContain("progress")
  })

  it("has no timeout of its own where it is to give heartbeats, unless it says so", () => {
    const described = (fields: object) => {
      const p = play({ elements: { a: fields as { readonly heartbeat: number } }, flows: ["start a end"] })
      p.start()
      const { heartbeat, timeout, transactional } = p.run.decider.describeJob(p.run.compiled, p.run.state(), p.find("job", "a")) ?? {}
      return { heartbeat, timeout, transactional }
    }
    expect(described({ heartbeat: 500 })).toEqual({ heartbeat: 500, timeout: 0, transactional: undefined })
    expect(described({ heartbeat: 500, timeout: 900 })).toEqual({ heartbeat: 500, timeout: 900, transactional: undefined })
    expect(described({ transactional: true })).toEqual({ heartbeat: undefined, timeout: undefined, transactional: true })
  })

  it("tries a silent handler again", () => {
    const p = play({ flows: ["start a end"] })
    p.start()
    p.fail("a", { code: "HandlerSilent" })
    expect(p.types()).toEqual(["JobRetryScheduled"])
  })

  it("does not try again what cannot go well", () => {
    for (const fault of [{ code: "HandlerMissing" }, { code: "ResultNotStorable" }, { name: "TypeError" }] as const) {
      const p = play({ elements: { a: { retry: { nonRetryable: ["TypeError"] } } }, flows: ["start a end"] })
      p.start()
      p.fail("a", fault)
      expect(p.waits()).toEqual(["a incident"])
    }
  })

  it("tries a typed error again only on request", () => {
    const p = play({ elements: { a: { retry: { retryErrors: ["Busy"], attempts: 2 } } }, flows: ["start a end"] })
    p.start()
    p.throws("a", "Busy")
    expect(p.types()).toEqual(["JobRetryScheduled"])
    p.throws("a", "Busy")
    expect(p.view()).toMatchObject({ status: "failed", error: { code: "Busy" } })
  })

  it("becomes an incident after five deliveries of one attempt", () => {
    const p = play({ elements: { a: once }, flows: ["start a end"] })
    p.start()
    for (let i = 0; i < 4; i++) p.send({ type: "RedeliverJob", ...p.job("a") })
    expect(p.job("a").delivery).toBe(5)
    p.send({ type: "RedeliverJob", ...p.job("a") })
    expect(p.incident()?.code).toBe("JobDeliveriesExhausted")
  })

  it("lets many tokens leave and arrive without a gateway, each on its own", () => {
    const p = play({ flows: ["start a c end", "start b c"] })
    p.start()
    p.complete("a")
    p.complete("b")
    expect(p.waits()).toEqual(["c job", "c job"])
    expect(p.completeAll()).toEqual(["c", "c"])
    expect(p.status()).toBe("completed")
  })
})
