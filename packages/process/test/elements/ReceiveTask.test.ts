/** Receive tasks: message events that are activities. */
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("a receive task", () => {
  it("waits for a message, and boundary events can be attached to it", () => {
    const p = play({
      elements: {
        wait: { type: "ReceiveTask", message: "paid", result: "payment" },
        late: { type: "BoundaryEvent", attachedTo: "wait", trigger: { type: "timer", due: { value: "PT1H" } } },
      },
      flows: ["start wait a end", "late b endb"],
    })
    p.start()
    expect(p.waits()).toEqual(["wait message", "late timer"])
    p.receive("wait", 7)
    expect(p.vars().payment).toBe(7)
    expect(p.waits()).toEqual(["a job"])
  })

  it("waits once for each item of a list", () => {
    const wait = { type: "ReceiveTask", message: "paid", result: "payments", multiInstance: { count: { value: 2 } } }
    const p = play({ elements: { wait }, flows: ["start wait end"] })
    p.start()
    expect(p.waits()).toEqual(["wait message", "wait message"])
    for (const payment of [1, 2]) p.receive("wait", payment)
    expect(p.vars().payments).toEqual([1, 2])
    expect(p.status()).toBe("completed")
  })
})
