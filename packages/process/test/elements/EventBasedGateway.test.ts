/** The event-based gateway: the first event decides, and the others are withdrawn. */
import type { Value } from "@millrace/kernel"
import { describe, expect, it } from "vitest"
import { play, problemsOf } from "../play.ts"

const gateway = { type: "EventBasedGateway" }
const timer = (due: string) => ({ type: "IntermediateCatchEvent", trigger: { type: "timer", due: { value: due } } })
const message = (name: string, more = {}) => ({
  type: "IntermediateCatchEvent",
  trigger: { type: "message", message: name, ...more },
  result: name,
})
const go = { type: "signal", signal: "go" }
const race = ["start race paid ship end", "race late remind end2"]

describe("an event-based gateway", () => {
  const raced = () => {
    const p = play({ elements: { race: gateway, paid: message("payment"), late: timer("PT1H") }, flows: race })
    p.start()
    return p
  }

  it("goes on at the event that comes first, with what came, and withdraws the others", () => {
    const p = raced()
    expect(p.waits()).toEqual(["paid message", "late timer"])
    p.receive("paid", { amount: 7 })
    expect(p.types()).toContain("TimerCancelled")
    expect(p.waits()).toEqual(["ship job"])
    expect(p.vars()).toEqual({ payment: { amount: 7 } })
  })

  it("goes on at a timer", () => {
    const p = raced()
    p.fire("late")
    expect(p.types()).toContain("SubscriptionClosed")
    expect(p.waits()).toEqual(["remind job"])
  })

  it("leads to receive tasks too", () => {
    const p = play({
      elements: { race: gateway, paid: { type: "ReceiveTask", message: "payment", result: "payment" }, late: timer("PT1H") },
      flows: race,
    })
    p.start()
    p.receive("paid", 3)
    expect(p.waits()).toEqual(["ship job"])
    expect(p.vars()).toEqual({ payment: 3 })
  })

  it("waits for nothing where one of its events cannot know what it waits for, and asks again", () => {
    let key: unknown
    const p = play({
      elements: { race: gateway, paid: message("payment", { key: { code: "key" } }), late: timer("PT1H") },
      flows: race,
      code: { key: () => key },
    })
    p.start()
    expect(p.waits()).toEqual(["race incident"])
    key = "k"
    p.resolve("race")
    expect(p.waits()).toEqual(["paid message", "late timer"])
  })

  it("is withdrawn with the scope that it stands in", () => {
    const p = raced()
    p.cancel()
    expect(p.status()).toBe("cancelled")
  })
})

describe("an event-based gateway that begins the process", () => {
  const begun = (fields: object, start: string, payload: Value = { key: "k" }) => {
    const p = play({
      elements: { race: { ...gateway, instantiate: true, ...fields }, one: message("one"), two: message("two", { key: { code: "key" } }) },
      flows: ["race one a end", "race two b end2"],
      code: { key: ({ vars }) => (vars.one as { readonly key: string }).key },
    })
    p.send({ type: "StartInstance", input: {}, start, payload })
    return p
  }

  it("begins with the event that came", () => {
    const p = begun({}, "two")
    expect(p.waits()).toEqual(["b job"])
    expect(p.vars()).toEqual({ two: { key: "k" } })
  })

  it("waits for the others too where it is parallel, with what the first one brought", () => {
    const p = begun({ parallel: true }, "one")
    expect(p.waits()).toEqual(["a job", "two message"])
    p.complete("a")
    expect(p.status()).toBe("active")
    p.receive("two", 5)
    expect(p.waits()).toEqual(["b job"])
    p.complete("b")
    expect(p.status()).toBe("completed")
  })

  it("says so where the others cannot be waited for", () => {
    const p = begun({ parallel: true }, "one", null)
    expect(p.waits()).toEqual(["a job", "race incident"])
  })
})

describe("validation of event-based gateways", () => {
  it("finds those that wait for what is no event", () => {
    expect(problemsOf({ elements: { race: gateway, paid: message("payment"), late: timer("PT1H") }, flows: race })).toEqual([])
    expect(problemsOf({ elements: { race: gateway, paid: message("payment") }, flows: race })).toEqual(["EventGatewayInvalid race"])
    expect(problemsOf({ elements: { race: gateway, paid: message("payment") }, flows: ["start race paid end"] })).toEqual([
      "EventGatewayInvalid race",
    ])
  })

  it("finds events that others lead to as well, or that are more than events", () => {
    const elements = { race: gateway, paid: { type: "ReceiveTask", message: "payment" }, late: timer("PT1H") }
    expect(
      problemsOf({
        elements: { ...elements, merge: { type: "ExclusiveGateway" } },
        flows: ["start race paid merge end", "race late late2", "late2 paid"],
      }),
    ).toContain("EventGatewayInvalid race")
    const border = { type: "BoundaryEvent", attachedTo: "paid", trigger: { type: "timer", due: { value: "PT2H" } } }
    expect(problemsOf({ elements: { ...elements, border }, flows: [...race, "border end3"] })).toEqual(["EventGatewayInvalid race"])
  })

  it("knows that one alone begins the process where it is not parallel", () => {
    const merging = (fields: object) => ({
      elements: {
        race: { ...gateway, instantiate: true, ...fields },
        one: message("one"),
        two: message("two"),
        merge: { type: "ExclusiveGateway" },
      },
      flows: ["race one merge a end", "race two merge"],
    })
    expect(problemsOf(merging({}))).toEqual([])
    expect(problemsOf(merging({ parallel: true }))).toEqual(["SynchronisationMissing merge"])
  })

  it("finds those that begin the process by a time, or are parallel in the middle of it", () => {
    const elements = { race: { ...gateway, instantiate: true }, paid: message("payment"), late: timer("PT1H") }
    expect(problemsOf({ elements, flows: ["race paid end", "race late end2"] })).toEqual(["EventGatewayInvalid race"])
    const both = { type: "IntermediateCatchEvent", trigger: { type: "parallelMultiple", triggers: [go, go] } }
    expect(problemsOf({ elements: { ...elements, late: both }, flows: ["race paid end", "race late end2"] })).toEqual([
      "EventGatewayInvalid race",
    ])
    expect(problemsOf({ elements: { ...elements, race: { ...gateway, parallel: true } }, flows: race })).toEqual([
      "EventGatewayInvalid race",
    ])
  })
})
