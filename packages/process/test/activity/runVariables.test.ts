import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("the variables of a run that something complete in it sees", () => {
  it("are written once, and are the same again when they are read", () => {
    const undone = (id: string) => ({
      [id]: { scope: "many" },
      [`${id}c`]: { type: "BoundaryEvent", scope: "many", attachedTo: id, trigger: { type: "compensation", handler: `un${id}` } },
      [`un${id}`]: { scope: "many", isForCompensation: true },
    })
    const p = play({
      elements: {
        many: { type: "SubProcess", multiInstance: { items: { value: ["x", "y"] }, item: "one" } },
        begin: { type: "StartEvent", scope: "many" },
        ...undone("a"),
        ...undone("b"),
        c: { scope: "many" },
      },
      flows: ["start many end", "begin a b c"],
    })
    p.start()
    p.complete("a")
    p.run.reload()
    // The log gives the state that was restored, too: `play` looks after each command.
    p.complete("b")
    const runs = (p.run.decider.snapshot(p.run.state()) as { readonly variables: ReadonlyArray<{ readonly one?: string }> }).variables
    expect(runs.filter(({ one }) => one === "x")).toHaveLength(1)
  })
})
