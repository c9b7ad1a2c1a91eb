import { describe, expect, it } from "vitest"
import { play, problemsOf } from "../play.ts"

const cron = (more: object = {}) => ({ type: "timer", due: { value: { cron: "0 9 1 * *", zone: "Europe/Berlin", ...more } } })
const due = (p: ReturnType<typeof play>, element: string) =>
  new Date(p.view().waiting.find((wait) => wait.element === element)?.due ?? 0).toISOString()
const jobs = (p: ReturnType<typeof play>) => p.waits().filter((wait) => wait === "b job").length

describe("a timer by the calendar", () => {
  it("comes at its next time, once, in the flow", () => {
    const p = play({ elements: { wait: { type: "IntermediateCatchEvent", trigger: cron() } }, flows: ["start wait a end"] })
    p.run.pass(Date.parse("2026-03-15T00:00:00Z"))
    p.start()
    expect(due(p, "wait")).toBe("2026-04-01T07:00:00.000Z")
    p.run.pass(30 * 86_400_000)
    p.fire("wait")
    expect(p.waits()).toEqual(["a job"])
  })

  const beside = (trigger: object) => ({
    elements: { a: {}, on: { type: "BoundaryEvent", attachedTo: "a", interrupting: false, trigger } },
    flows: ["start a end", "on b endb"],
  })

  it("comes again and again beside an activity, whatever is noticed late", () => {
    const p = play(beside(cron()))
    p.start()
    const found: Array<string> = []
    for (const day of [31, 35, 28]) {
      found.push(due(p, "on"))
      p.run.pass(day * 86_400_000)
      p.fire("on")
    }
    expect(found).toEqual(["1970-01-01T08:00:00.000Z", "1970-02-01T08:00:00.000Z", "1970-04-01T08:00:00.000Z"])
    expect(jobs(p)).toBe(3)
  })

  it("makes up for each that was missed, or leaves out what was missed", () => {
    const all = play(beside(cron({ missed: "all" })))
    all.start()
    all.run.pass(70 * 86_400_000)
    all.fire("on")
    expect(due(all, "on")).toBe("1970-02-01T08:00:00.000Z")
    const skip = play(beside(cron({ missed: "skip" })))
    skip.start()
    skip.run.pass(70 * 86_400_000)
    skip.fire("on")
    expect(jobs(skip)).toBe(0)
    expect(due(skip, "on")).toBe("1970-04-01T08:00:00.000Z")
  })

  it("begins processes", () => {
    const p = play({ elements: { monthly: { type: "StartEvent", trigger: cron(), result: "when" } }, flows: ["monthly a end"] })
    const [start] = p.run.decider.starts?.(p.run.compiled) ?? []
    if (start?.kind !== "timer") throw new Error("it begins by a timer")
    expect(start.step(0, 0, 0)).toEqual({ fire: [], next: 8 * 3_600_000 })
    p.startAt("monthly", "1970-01-01T08:00:00.000Z")
    expect(p.vars().when).toBe("1970-01-01T08:00:00.000Z")
  })
})

describe("a timer that can never come", () => {
  it("is found before it is set, where its due date is fixed", () => {
    const wait = (value: unknown) => ({
      elements: { wait: { type: "IntermediateCatchEvent", trigger: { type: "timer", due: { value } } } },
      flows: ["start wait end"],
    })
    expect(problemsOf(wait("soon"))).toEqual(["DueInvalid wait"])
    expect(problemsOf(wait({ cron: "0 0 30 2 *" }))).toEqual(["DueInvalid wait"])
    expect(problemsOf(wait({ cron: "0 9 * * *", zone: "Europe/Atlantis" }))).toEqual(["DueInvalid wait"])
    expect(problemsOf(wait({ cron: "0 9 * * *", gaps: "skip" }))).toEqual(["DueInvalid wait"])
    expect(problemsOf(wait({ cron: "0 9 * * *", zone: "Europe/Berlin", gap: "skip", overlap: "both", missed: "all" }))).toEqual([])
  })
})
