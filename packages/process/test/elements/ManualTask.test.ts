/** The manual task: nothing waits for it. */
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("the manual task", () => {
  it("is done as soon as it begins", () => {
    const p = play({ elements: { step: { type: "ManualTask" } }, flows: ["start step a end"] })
    p.start()
    expect(p.run.log).toContainEqual(expect.objectContaining({ type: "ElementActivated", element: "step" }))
    expect(p.waits()).toEqual(["a job"])
  })

  it("is compensated as every activity is", () => {
    const p = play({
      elements: {
        step: { type: "ManualTask" },
        undo: { handler: "work", isForCompensation: true },
        c: { type: "BoundaryEvent", attachedTo: "step", trigger: { type: "compensation", handler: "undo" } },
        back: { type: "IntermediateThrowEvent", trigger: { type: "compensation" } },
      },
      flows: ["start step back end"],
    })
    p.start()
    expect(p.waits()).toEqual(["undo job"])
  })
})
