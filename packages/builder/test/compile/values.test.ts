import type { HandlerContext, JsonObject } from "@millrace/kernel"
import { Effect, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { process } from "../../src/index.ts"

const context = (vars: JsonObject): HandlerContext => ({
  vars,
  signal: new AbortController().signal,
  idempotencyKey: "k",
  attempt: 1,
  instance: "i",
  progress: undefined,
  heartbeat: async () => {},
})

class Late extends Schema.TaggedError<Late>()("Late", { until: Schema.Date }) {}
class Point extends Schema.Class<Point>("Point")({ x: Schema.Finite }) {
  get double() {
    return this.x * 2
  }
}
const noon = "2030-01-01T12:00:00.000Z"

describe("what users see", () => {
  it("is handed on untouched where every variable is plain JSON", () => {
    const handler = ({ vars }: { readonly vars: { readonly name: string } }) => vars.name
    const plain = process("p", {
      version: 1,
      input: Schema.Struct({
        name: Schema.String,
        n: Schema.Number,
        deep: Schema.Array(Schema.Struct({ a: Schema.NullOr(Schema.Boolean) })),
      }),
    })
      .serviceTask("t", handler)
      .end()
    expect(plain.build().bindings.handlers.get("p@1/t/handler")).toBe(handler)
  })

  it("is decoded by the schemas of input, results, forms, variables and errors", () => {
    const seen: Array<unknown> = []
    const typed = process("p", { version: 1, input: Schema.Struct({ from: Schema.Date, name: Schema.String }) })
      .serviceTask("when", () => new Date(0), { schema: Schema.Date })
      .set("points", () => new Map([["a", 1]]), { schema: Schema.ReadonlyMap(Schema.String, Schema.Finite) })
      .userTask("pick", { form: Schema.Struct({ day: Schema.Date }) })
      .serviceTask("risky", () => 1)
      .onError("late", Late, (b) =>
        b.serviceTask("look", ({ vars }) => void seen.push(vars.late instanceof Late, vars.late.until.getFullYear())),
      )
      .serviceTask("read", ({ vars }) => {
        seen.push(
          vars.from.getTime(),
          vars.when.getTime(),
          vars.points.get("a"),
          vars.pick.day.getUTCHours(),
          vars.pick.completedBy,
          vars.name,
        )
      })
      .end()
    const { handlers } = typed.build().bindings
    handlers.get("p@1/look/handler")?.(context({ late: { _tag: "Late", until: noon } }))
    handlers.get("p@1/read/handler")?.(
      context({ from: noon, when: noon, points: [["a", 1]], pick: { day: noon, completedBy: "ann" }, name: "x" }),
    )
    expect(seen).toEqual([true, 2030, Date.parse(noon), Date.parse(noon), 1, 12, "ann", "x"])
  })

  it("is decoded when it is read, once for all who share the variables, and stays frozen", () => {
    let views: Array<object> = []
    const lazy = process("p", { version: 1, input: Schema.Struct({ at: Schema.Date, other: Schema.Date }) })
      .serviceTask("t", ({ vars }) => {
        views = [...views, vars, vars.at]
      })
      .end()
    const handler = lazy.build().bindings.handlers.get("p@1/t/handler")
    const vars = { at: noon, other: "no date at all" }
    handler?.(context(vars))
    handler?.(context(vars))
    expect([views[0] === views[2], views[1] === views[3], Object.isFrozen(views[0])]).toEqual([true, true, true])
  })

  it("comes with the rest of the context, also where the engine computes it", () => {
    let got: ReadonlyArray<unknown> = []
    const decoded = process("p", { version: 1, input: Schema.Struct({ at: Schema.Date }) })
      .serviceTask("t", ({ idempotencyKey, attempt, instance, signal }) => {
        got = [idempotencyKey, attempt, instance, signal.aborted]
      })
      .end()
    /** As the engine's: most of it is computed when it is asked for. */
    class Computed {
      readonly vars = { at: noon }
      readonly #signal = new AbortController().signal
      get signal() {
        return this.#signal
      }
      get idempotencyKey() {
        return "k"
      }
      get attempt() {
        return 2
      }
      get instance() {
        return "i"
      }
      get progress() {
        return undefined
      }
      async heartbeat() {}
    }
    decoded.build().bindings.handlers.get("p@1/t/handler")?.(new Computed())
    expect(got).toEqual(["k", 2, "i", false])
  })

  it("names the variable that cannot be read", () => {
    const broken = process("p", { version: 1, input: Schema.Struct({ at: Schema.Date }) })
      .serviceTask("t", ({ vars }) => vars.at.getTime())
      .end()
    expect(() => broken.build().bindings.handlers.get("p@1/t/handler")?.(context({ at: 5 }))).toThrow(
      "Variable 'at' cannot be read by its schema",
    )
  })

  it("keeps the methods of a class, in forms too", () => {
    let got = 0
    const classes = process("p", { version: 1, input: Schema.Struct({ a: Point }) })
      .userTask("b", { form: Point })
      .serviceTask("t", ({ vars }) => {
        got = vars.a.double + vars.b.double
      })
      .end()
    classes.build().bindings.handlers.get("p@1/t/handler")?.(context({ a: { x: 1 }, b: { x: 2, completedBy: "ann" } }))
    expect(got).toBe(6)
  })

  it("reads the value of a sub-process by the schemas of what it set", () => {
    let got: unknown
    const nested = process("p", { version: 1 })
      .subProcess("s", (b) => b.serviceTask("when", () => new Date(0), { schema: Schema.Date }).set("n", 1))
      .serviceTask("t", ({ vars }) => {
        got = [vars.s.when.getTime(), vars.s.n]
      })
      .end()
    nested.build().bindings.handlers.get("p@1/t/handler")?.(context({ s: { when: noon, n: 1 } }))
    expect(got).toEqual([Date.parse(noon), 1])
  })
})

describe("what is stored", () => {
  it("is encoded by the schema of the step, under the handler's own name", () => {
    const dated = process("p", { version: 1 })
      .serviceTask("when", () => new Date(0), { schema: Schema.Date })
      .end()
    const codec = dated.build().bindings.codecs.get("p@1/when/handler")
    expect(codec?.encode(new Date(noon))).toBe(noon)
    expect(codec?.decode(noon)).toEqual(new Date(noon))
    expect(() => codec?.encode("now")).toThrow()
  })

  it("is encoded by code that sets and updates a variable with a schema", () => {
    const dated = process("p", { version: 1 })
      .variable("since", new Date(noon), { schema: Schema.Date })
      .update("since", ({ vars }) => new Date(vars.since.getTime() + 1000))
      .end()
    const { bindings, definition } = dated.build()
    expect(JSON.stringify(definition.graph)).toContain(`{"variable":"since","value":{"value":"${noon}"},"declare":true}`)
    expect(bindings.code.get("p@1/since:update/value")?.({ vars: { since: noon } })).toBe("2030-01-01T12:00:01.000Z")
  })

  it("encodes and checks the input of start", () => {
    const dated = process("p", { version: 1, input: Schema.Struct({ at: Schema.Date }) }).end()
    expect(dated.build().input?.encode({ at: new Date(noon) })).toEqual({ at: noon })
    expect(() => dated.build().input?.encode({})).toThrow(/at/)
    const none = process("none", { version: 1 }).end()
    expect(none.build().input?.encode(undefined)).toEqual({})
    expect(() => none.build().input?.encode({ x: 1 })).toThrow("Process 'none' takes no input")
  })

  it("refuses numbers that JSON does not have", () => {
    const number = process("p", { version: 1, input: Schema.Struct({ a: Schema.Struct({ n: Schema.Number }) }) }).end()
    expect(() => number.build().input?.encode({ a: { n: Number.NaN } })).toThrow("NaN is not a JSON number (at a.n)")
  })
})

it("mocks stand in for handlers by the path of their step, and see what handlers see", () => {
  const mocked = process("p", { version: 1, input: Schema.Struct({ at: Schema.Date }) })
    .subProcess("s", (b) => b.serviceTask("t", () => 1).compensate(() => 2))
    .end()
  const undone: Array<boolean> = []
  const { handlers } = mocked.build({
    mocks: {
      "s/t": ({ vars }) => Object(vars.at) instanceof Date,
      "s/t:compensation": ({ vars }) => {
        undone.push(Object(vars.at) instanceof Date)
      },
    },
  }).bindings
  expect(handlers.get("p@1/s/t/handler")?.(context({ at: noon }))).toBe(true)
  handlers.get("p@1/s/t:compensation/handler")?.(context({ at: noon }))
  expect(undone).toEqual([true])
})

it("what a compensation returns is thrown away, so that it need not be storable", async () => {
  const p = process("p", { version: 1 })
  const undo = (handler: () => unknown) =>
    p
      .serviceTask("t", () => 1)
      .compensate(handler)
      .end()
      .build()
      .bindings.handlers.get("p@1/t:compensation/handler")?.(context({}))
  expect(undo(() => 1n)).toBeUndefined()
  expect(await undo(async () => new Map())).toBeUndefined()
  expect(await Effect.runPromise(undo(() => Effect.succeed(1n)) as Effect.Effect<void>)).toBeUndefined()
})
