/** Graphs whose ways run beside each other: they go to stretches, and come together in joins of any kind. */
import { Schema } from "effect"
import { expect, it } from "vitest"
import { process, signal } from "../../src/index.ts"
import { graphOf } from "../fixtures/draw.ts"

const knot = process("knot", { version: 1 })
  .graph("knot", ["fork", "left", "both", "late"], {
    fork: (b) =>
      b.parallel("fork", {
        a: (b) => b.userTask("a").goto("left"),
        b: (b) =>
          b
            .userTask("b")
            .onTimer("nag", "1 day", (b) => b.goto("late"), { interrupting: false })
            .goto("both"),
        c: (b) => b.goto("left"),
      }),
    left: (b) => b.userTask("left").goto("both"),
    both: (b) => b.join("both", { count: 2, cancels: ["a"] }).userTask("done"),
    late: (b) => b.userTask("late").end(),
  })
  .end()

it("lead along the flows that are written", () => {
  const graph = graphOf(knot)
  expect(graph.flows.map(({ from, to }) => `${from} > ${to}`).toSorted()).toEqual(
    [
      "start > fork",
      "fork > a",
      "fork > b",
      "fork > left:label",
      "a > left:label",
      "left:label > left",
      "left > both",
      "b > both",
      "nag > late",
      "late > knot:late:end",
      "both > done",
      "done > end",
    ].toSorted(),
  )
  expect(graph.elements.find(({ id }) => id === "both")).toEqual({
    id: "both",
    type: "ComplexGateway",
    count: { value: 2 },
    cancels: ["a"],
  })
})

it("do not go to labels outside of them", () => {
  process("outside", { version: 1 })
    .label("again")
    .parallel("both", {
      // @ts-expect-error what runs beside a way cannot follow it
      a: (b) => b.goto("again"),
      b: (b) => b,
    })
    .end()
})

it("begin with starts of their own", () => {
  const Rung = signal("rung")
  const several = process("several", { version: 1, startable: false })
    .graph("ways", ["rung", "daily", "both"], {
      rung: (b) => b.startOnSignal("rung", Rung).userTask("answer").goto("both"),
      daily: (b) => b.startOnTimer("daily", "R/P1D").goto("both"),
      both: (b) => b.userTask("look"),
    })
    .end()
  const graph = graphOf(several)
  expect(graph.flows.map(({ from, to }) => `${from} > ${to}`)).toEqual([
    "rung > answer",
    "answer > both:label",
    "daily > both:label",
    "both:label > look",
    "look > end",
  ])
})

it("may end with an error that is always the same", () => {
  class Late extends Schema.TaggedError<Late>()("Late", { days: Schema.Number }) {}
  const late = process("late", { version: 1 }).fail("late", new Late({ days: 3 }))
  const end = graphOf(late).elements.find(({ id }) => id === "late")
  expect(end).toMatchObject({ trigger: { type: "error", error: { value: { _tag: "Late", days: 3 } } } })
})
