/** The account of what can be compensated, kept from events alone, finds each way in which a log can be wrong. */
import type { ProcessEvent } from "@millrace/process"
import { CompensationOracle } from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"

const boundary = (attachedTo: string, handler: string) => ({
  id: `${attachedTo}-b`,
  type: "BoundaryEvent",
  attachedTo,
  trigger: { type: "compensation", handler },
})
const graph = { elements: [boundary("a", "undoA"), boundary("b", "undoB")], flows: [] }

const begin = (id: number, element: string, scope = 1): ProcessEvent => ({ type: "ElementActivated", id, element, scope })
const done = (id: number): ProcessEvent => ({ type: "ElementCompleted", id })
const register = (element: string, handler: string, scope = 1): ProcessEvent => ({
  type: "CompensationRegistered",
  element,
  scope,
  handler,
})
const undo = (id: number, element: string, owner: number): ProcessEvent => ({ type: "CompensationTriggered", id, element, owner })
/** Both are complete, and their compensation was thrown by 9. */
const thrown: ReadonlyArray<ProcessEvent> = [
  begin(2, "a"),
  done(2),
  register("a", "undoA"),
  begin(3, "b"),
  done(3),
  register("b", "undoB"),
  begin(9, "throw"),
  { type: "CompensationStarted", owner: 9, scope: 1 },
]
const flawsIn = (...events: ReadonlyArray<ProcessEvent>): ReadonlyArray<string> => {
  const oracle = new CompensationOracle(graph)
  return events.flatMap((event) => oracle.follow(event))
}

describe("the account of what can be compensated", () => {
  it("finds nothing where the last one completed is undone first, and all are", () => {
    expect(
      flawsIn(...thrown, undo(10, "undoB", 9), done(10), undo(11, "undoA", 9), done(11), { type: "CompensationEnded", owner: 9 }),
    ).toEqual([])
  })

  it("finds what is undone before its turn", () => {
    expect(flawsIn(...thrown, undo(10, "undoA", 9))).toEqual([
      "'undoA' began, and it was the turn of 'undoB': what completed last comes first.",
    ])
  })

  it("finds what is undone and is not complete", () => {
    expect(flawsIn(...thrown, undo(10, "undoB", 9), done(10), undo(11, "undoB", 9))).toEqual([
      "'undoB' began to compensate what is not complete.",
    ])
  })

  it("finds a compensation that ends before all is undone", () => {
    expect(flawsIn(...thrown, undo(10, "undoB", 9), done(10), { type: "CompensationEnded", owner: 9 })).toEqual([
      "The compensation by element instance 9 ended, and 'a' is not undone.",
    ])
  })

  it("finds what was registered and had not completed", () => {
    expect(flawsIn(begin(2, "a"), register("a", "undoA"))).toEqual(["'a' was registered for compensation, and it had not just completed."])
  })

  it("finds what completed and was not registered", () => {
    expect(flawsIn(begin(2, "a"), done(2), begin(3, "b"))).toEqual([
      "'a' completed and was not registered for compensation: ElementActivated came next.",
    ])
  })

  it("finds a scope that forgets what is complete in it", () => {
    const inner = [begin(2, "scope"), begin(3, "a", 2), done(3), register("a", "undoA", 2)]
    expect(flawsIn(...inner, done(2))).toEqual(["'scope' completed, and 'a' in it cannot be compensated any more."])
    expect(flawsIn(...inner, { type: "CompensationRegistered", element: "scope", scope: 1, group: 2 }, done(2))).toEqual([])
  })

  it("finds a saga that ends and has not undone everything", () => {
    expect(
      flawsIn(
        begin(2, "a"),
        done(2),
        register("a", "undoA"),
        { type: "ElementTerminating", id: 1, outcome: { to: "cancelled", reason: "" }, undo: "all" },
        { type: "InstanceCancelled", reason: "" },
      ),
    ).toEqual(["The instance ended, and 'a' was to be undone before."])
  })
})
