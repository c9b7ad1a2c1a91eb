import { describe, expect, it } from "vitest"
import { explainDifference, makeDefinition, type ProcessGraph } from "../src/index.ts"

const graph: ProcessGraph = {
  elements: [
    { id: "start", type: "StartEvent" },
    { id: "gate", type: "ExclusiveGateway", ...{ default: "f3" } },
    { id: "late", type: "BoundaryEvent", ...{ attachedTo: "a", interrupting: true, trigger: { type: "timer", due: { value: "PT1H" } } } },
    { id: "a", type: "ServiceTask", ...{ handler: "work" } },
    { id: "end", type: "EndEvent" },
  ],
  flows: [
    { id: "f1", from: "start", to: "gate" },
    { id: "f2", from: "gate", to: "a", condition: { code: "x" } },
    { id: "f3", from: "gate", to: "end" },
    { id: "f4", from: "a", to: "end" },
    { id: "f5", from: "late", to: "end" },
  ],
}
const digest = (changed: Partial<ProcessGraph>) => makeDefinition({ id: "p", version: 1, graph: { ...graph, ...changed } }).digest

describe("makeDefinition", () => {
  it("gives every release the same digest for the same graph", () => {
    expect(digest({})).toBe("NNEFX7biZWLAju4o_l3foBB9uEyHV1GbyqneqHYuM0k")
  })

  it("leaves defaults, layout and the order of elements out of the digest", () => {
    const elements = graph.elements.map((element) =>
      element.id === "late" ? (({ interrupting, ...rest }) => rest)({ interrupting: true, ...element }) : element,
    )
    expect(digest({ elements: elements.toReversed(), saga: false, layout: { start: [1, 2] } })).toBe(digest({}))
  })

  it("tells the order of one element's flows, and every other change", () => {
    const [f1, f2, f3, f4, f5] = graph.flows
    if (!f1 || !f2 || !f3 || !f4 || !f5) throw new Error("a flow is missing")
    expect(digest({ flows: [f5, f1, f4, f2, f3] })).toBe(digest({}))
    expect(digest({ flows: [f1, f3, f2, f4, f5] })).not.toBe(digest({}))
    expect(digest({ saga: true })).not.toBe(digest({}))
  })
})

describe("explainDifference", () => {
  it("says in sentences what changed", () => {
    const after: ProcessGraph = {
      elements: [
        ...graph.elements.filter(({ id }) => id !== "start").map((e) => (e.id === "a" ? { ...e, ...{ handler: "other" } } : e)),
        { id: "begin", type: "StartEvent" },
      ],
      flows: [...graph.flows.filter(({ id }) => id !== "f2"), ...graph.flows.filter(({ id }) => id === "f2")],
      saga: true,
    }
    expect(explainDifference(graph, after)).toEqual([
      "Element 'start' was removed.",
      "Element 'begin' was added.",
      `Element 'a': 'handler' was "work" and is "other".`,
      "The flows of 'gate' have another order: 'f3', 'f2'.",
      "The process is a saga now.",
    ])
    expect(explainDifference(graph, graph)).toEqual([])
  })
})
