/** Start events without a trigger; `triggers/` has those with one. */
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("a start event", () => {
  it("begins a process, which completes at its end event where it does nothing else", () => {
    const p = play({ flows: ["start end"] })
    p.start()
    expect(p.events()).toEqual([
      { type: "InstanceStarted", input: {}, at: 0 },
      { type: "ElementActivated", id: 2, element: "start", scope: 1 },
      { type: "ElementCompleted", id: 2 },
      { type: "SequenceFlowTaken", flow: "start-end", scope: 1 },
      { type: "ElementActivated", id: 3, element: "end", scope: 1, flow: "start-end" },
      { type: "ElementCompleted", id: 3 },
      { type: "InstanceCompleted", output: null },
    ])
  })

  it("lets a token leave through each of its flows", () => {
    const p = play({ flows: ["start a end", "start b endb"] })
    p.start()
    expect(p.waits()).toEqual(["a job", "b job"])
  })
})
