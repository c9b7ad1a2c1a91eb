import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { message, process, signal } from "../src/index.ts"

const Bare = message("bare")
const p = process("p", { version: 1 })

/** What is wrong with a process, in the words that its author reads. */
const said = (build: () => { readonly build: () => unknown }): string => {
  try {
    build().build()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return "nothing is wrong"
}

describe("what types cannot see of events, items and graphs", () => {
  it("is a step twice in branches that cannot see each other", () => {
    expect(
      said(() =>
        p
          .race("r", {
            a: (on) => on.timer("1 day").serviceTask("x", () => 1),
            b: (on) => on.message(Bare).serviceTask("x", () => 2),
          })
          .end(),
      ),
    ).toContain("two steps are called 'x'. Give one of them another id")
    expect(
      said(() =>
        p.graph("g", ["a", "b"], { a: (b) => b.serviceTask("x", () => 1).goto("b"), b: (b) => b.serviceTask("x", () => 2) }).end(),
      ),
    ).toContain("two steps are called 'x'")
  })

  it("is a number of branches that can never be through", () => {
    expect(said(() => p.some("s", 3, { a: (b) => b.wait("x", "1 day"), b: (b) => b.wait("y", "1 day") }).end())).toContain(
      "'s' waits for 3 of 2 branches that can come to their end. Give a whole number from 1 to that many.",
    )
    expect(said(() => p.some("s", 0.5, { a: (b) => b.wait("x", "1 day") }).end())).toContain("waits for 0.5 of 1 branches")
  })

  it("is a stretch of a graph that nobody goes to, or that has no name", () => {
    const Nobody = said(() => p.graph("g", ["a", "b"], { a: (b) => b.set("x", 1), b: (b) => b.set("y", 1) }).end())
    expect(Nobody).toContain("nobody goes to the stretch 'b' of the graph 'g'. Take it out, or let another stretch '.goto' it.")
    const more = () => p.graph("g", ["a"], { a: (b) => b.set("x", 1), c: (b) => b.set("y", 1) }).end()
    expect(said(more)).toContain("the graph 'g' has no stretch and name 'c' that belong together")
  })

  it("is a step that can never be begun", () => {
    expect(said(() => p.adHoc("h", { nothing: (b) => b, some: (b) => b.userTask("t") }).end())).toContain(
      "'nothing' of 'h' has no step. Give the flow a step that somebody can begin, or take it out.",
    )
  })

  it("is a time to live that is none", () => {
    expect(said(() => p.send("s", Bare, { ttl: "soon" as never }).end())).toContain("the ttl of 's' is not a length of time: \"soon\".")
  })

  it("is an input that a start cannot make field by field", () => {
    const Either = Schema.Union([Schema.Struct({ a: Schema.String }), Schema.Struct({ b: Schema.String })])
    const started = () =>
      process("p", { version: 1, input: Either })
        .startOnSignal("go", signal("go"), () => ({ a: "x" }))
        .end()
    expect(said(started)).toContain("'go' starts the process with an input whose schema has no fields. Make the input a Schema.Struct.")
  })

  it("is a flow that does not begin with its event", () => {
    expect(said(() => p.race("r", { a: () => p.set("x", 1) as never }).end())).toContain(
      "the flow of 'r:a' does not begin with its event: write (on) => on.message(…), and return the chain.",
    )
  })

  it("is something attached to what is no activity", () => {
    const loose = p.set("x", 1) as never as { readonly onMessage: (...given: ReadonlyArray<unknown>) => never }
    expect(said(() => loose.onMessage("m", Bare, undefined, (b: unknown) => b))).toContain("'.onMessage' follows an activity")
  })
})
