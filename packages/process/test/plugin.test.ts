/** Elements that plugins bring, made of what the package exports. */
import { definePlugin } from "@millrace/kernel"
import { compileOptions, laws, runDecider } from "@millrace/testing/decider"
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import {
  complete,
  createJob,
  defineElement,
  elementExtension,
  evaluateFor,
  graphSchema,
  makeDefinition,
  orIncident,
  type ProcessGraph,
  processDecider,
  ValueExpression,
} from "../src/index.ts"

/** Runs a handler when its condition holds, and passes otherwise. */
const OptionalTask = defineElement({
  type: "OptionalTask",
  fields: { handler: Schema.String, when: ValueExpression },
  prepare: ({ handler, when }, preparation) => {
    preparation.handler(handler)
    const condition = preparation.value(when)
    return {
      shape: { activity: true, begins: "token", splits: "all", joins: "each" },
      job: { handler, retry: { attempts: 1, delay: 0, factor: 1, maxDelay: 0, jitter: 0 } },
      activate: (turn, it) =>
        orIncident(turn, it, evaluateFor(turn, it, condition), (holds) => (holds === true ? createJob(turn, it) : complete(turn, it))),
      jobCompleted: (turn, it) => complete(turn, it),
      violations: (_state, it) => (it.result === undefined ? [] : [`'${it.element}' has a result and is still at work.`]),
    }
  },
  check: (element, { outgoing }) =>
    outgoing.length > 0
      ? []
      : [{ code: "OptionalTaskLast", severity: "warning", message: `'${element.id}' is the last.`, hint: "Put an end event behind it." }],
})

const plugin = definePlugin({ name: "optional", elements: [elementExtension(OptionalTask)] })
const graph = (when: unknown): ProcessGraph => ({
  elements: [
    { id: "start", type: "StartEvent" },
    { id: "maybe", type: "OptionalTask", ...{ handler: "work", when } },
    { id: "end", type: "EndEvent" },
  ],
  flows: [
    { id: "f1", from: "start", to: "maybe" },
    { id: "f2", from: "maybe", to: "end" },
  ],
})
const options = { elements: plugin.elements, bindings: { handlers: new Map([["work", () => 1]]) } }
const definition = (when: unknown) => makeDefinition({ id: "p", version: 1, graph: graph(when) })

describe("an element of a plugin", () => {
  it("runs like any other", () => {
    const run = runDecider(processDecider, definition({ value: true }), options)
    run.send({ type: "StartInstance", input: {} })
    laws(run)
    expect(run.view().waiting).toMatchObject([{ element: "maybe", elementType: "OptionalTask", for: "job" }])
    const [job = 0] = run.decider.open(run.state()).jobs
    run.send({ type: "CompleteJob", job, attempt: 1, delivery: 1, result: null })
    expect(run.view().status).toBe("completed")
    const other = runDecider(processDecider, definition({ value: false }), options)
    other.send({ type: "StartInstance", input: {} })
    expect(other.view().status).toBe("completed")
  })

  it("says what must hold of it beside what holds of all", () => {
    const run = runDecider(processDecider, definition({ value: true }), options)
    run.send({ type: "StartInstance", input: {} })
    expect(processDecider.violations?.(run.compiled, run.state())).toEqual([])
    const it = [...run.state().elements.values()].find(({ element }) => element === "maybe")
    processDecider.evolve(run.compiled, run.state(), { type: "OutputSet", scope: it?.id ?? 0, value: 1 })
    expect(processDecider.violations?.(run.compiled, run.state())).toEqual(["'maybe' has a result and is still at work."])
  })

  it("is validated and described like any other", () => {
    const validate = (what: ProcessGraph) =>
      processDecider.validate(makeDefinition({ id: "p", version: 1, graph: what }), compileOptions(options)).map(({ code }) => code)
    expect(validate(graph({ value: true }))).toEqual([])
    expect(validate(graph(1))).toEqual(["ElementMalformed"])
    expect(validate({ ...graph({ value: true }), flows: graph(1).flows.slice(0, 1) })).toContain("OptionalTaskLast")
    expect(processDecider.validate(definition({ value: true }), compileOptions({})).map(({ code }) => code)).toEqual(["ElementTypeUnknown"])
    expect(Schema.decodeUnknownSync(graphSchema(options))(graph({ value: true }))).toEqual(graph({ value: true }))
  })
})

describe("graphSchema", () => {
  it("gives a JSON Schema with all element types", () => {
    const text = JSON.stringify(Schema.toJsonSchemaDocument(graphSchema()))
    for (const type of ["ServiceTask", "BoundaryEvent", "SubProcess", "terminate"]) expect(text).toContain(`"${type}"`)
  })
})
