/** Everything validation finds, one small graph each. */
import { compileOptions } from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"
import { makeDefinition, type ProcessGraph, processDecider } from "../../src/index.ts"
import { definitionOf, problemsOf } from "../play.ts"

const boundary = (attachedTo: string, trigger: object, more: object = {}) => ({ type: "BoundaryEvent", attachedTo, trigger, ...more })
const timer = { type: "timer", due: { value: "PT1H" } }
const parallel = { type: "ParallelGateway" }
const exclusive = (choose = "choose") => ({ type: "ExclusiveGateway", choose: { code: choose } })
const code = { choose: () => "x" }

const diagnose = (graph: unknown) =>
  processDecider
    .validate({ ...definitionOf({ flows: ["start end"] }), graph }, compileOptions({}))
    .map(({ code, element }) => `${code} ${element}`)

describe("validation", () => {
  it("finds nothing wrong with a sound process", () => {
    expect(
      problemsOf({
        elements: { gate: exclusive(), merge: { type: "ExclusiveGateway" }, fork: parallel, join: parallel, late: boundary("a", timer) },
        flows: ["start gate [x] fork a join merge end", "fork b join", "gate [y] merge", "late end2"],
        code,
      }),
    ).toEqual(["JoinCanDeadlock join"])
    expect(
      problemsOf({
        elements: {
          gate: exclusive(),
          merge: { type: "ExclusiveGateway" },
          fork: parallel,
          join: parallel,
          ready: { type: "ExclusiveGateway" },
          late: boundary("a", timer),
        },
        flows: ["start gate [x] fork a ready join merge end", "fork b join", "gate [y] merge", "late ready"],
        code,
      }),
    ).toEqual([])
  })

  it("finds a transactional step that is to give heartbeats", () => {
    expect(problemsOf({ elements: { a: { transactional: true, heartbeat: 5 } }, flows: ["start a end"] })).toEqual([
      "HeartbeatInTransaction a",
    ])
    expect(problemsOf({ elements: { a: { transactional: false, heartbeat: 5 } }, flows: ["start a end"] })).toEqual([])
  })

  it("names the field that is malformed", () => {
    expect(diagnose({ elements: 1 })).toEqual(["GraphMalformed "])
    expect(diagnose({ elements: [{ id: "a", type: "Wish" }], flows: [] })).toEqual(["ElementTypeUnknown a"])
    const [problem] = processDecider.validate(
      definitionOf({ elements: { a: { type: "ServiceTask", handler: "work", timout: 3 } }, flows: ["start a end"] }),
      compileOptions({}),
    )
    expect(problem).toMatchObject({ code: "ElementMalformed", element: "a", severity: "error" })
    expect(problem?.message).toContain("timout")
  })

  it("finds ids that are given twice, and flows that lead nowhere", () => {
    const graph: ProcessGraph = {
      elements: [
        { id: "start", type: "StartEvent" },
        { id: "end", type: "EndEvent" },
        { id: "end", type: "EndEvent" },
      ],
      flows: [],
    }
    expect(diagnose(graph)).toEqual(["DuplicateId end"])
    const flow = { id: "f", from: "start", to: "end" }
    expect(diagnose({ elements: graph.elements.slice(0, 2), flows: [flow, flow, { id: "g", from: "start", to: "gone" }] })).toEqual([
      "DuplicateId f",
      "FlowDangling g",
    ])
  })

  it("finds scopes that are none, and flows over their borders", () => {
    expect(problemsOf({ elements: { a: { handler: "work", scope: "gone" } }, flows: ["start end"] })).toContain("ScopeUnknown a")
    expect(problemsOf({ elements: { a: { handler: "work", scope: "end" } }, flows: ["start end"] })).toContain("ScopeUnknown a")
    expect(problemsOf({ elements: { sub: { type: "SubProcess", scope: "sub" } }, flows: ["start end"] })).toContain("ScopeUnknown sub")
    expect(
      problemsOf({ elements: { sub: { type: "SubProcess" }, a: { handler: "work", scope: "sub" } }, flows: ["start sub end", "start a"] }),
    ).toContain("FlowCrossesScope start-a")
  })

  it("finds scopes without a start event or with several, and flows where none may be", () => {
    expect(problemsOf({ elements: { end: { type: "EndEvent" } }, flows: [] })).toContain("StartMissing ")
    expect(problemsOf({ elements: { sub: { type: "SubProcess" } }, flows: ["start sub end"] })).toContain("StartMissing sub")
    expect(problemsOf({ elements: { other: { type: "StartEvent" } }, flows: ["start end", "other end"] })).toContain("StartAmbiguous ")
    expect(problemsOf({ flows: ["start a start", "a end"] })).toContain("IncomingNotAllowed start")
    expect(problemsOf({ flows: ["start end a end2"] })).toContain("OutgoingNotAllowed end")
  })

  it("finds boundary events that are attached to no activity", () => {
    expect(problemsOf({ elements: { late: boundary("gone", timer) }, flows: ["start a end", "late end"] })).toContain(
      "BoundaryNotOnActivity late",
    )
    expect(
      problemsOf({ elements: { gate: exclusive(), late: boundary("gate", timer) }, flows: ["start gate [x] end", "late end"], code }),
    ).toContain("BoundaryNotOnActivity late")
    expect(
      problemsOf({
        elements: { sub: { type: "SubProcess" }, s: { type: "StartEvent", scope: "sub" }, late: boundary("a", timer, { scope: "sub" }) },
        flows: ["start a sub end"],
      }),
    ).toContain("BoundaryInOtherScope late")
  })

  it("finds compensation handlers without activity, and activities without handler", () => {
    const undo = { type: "ServiceTask", handler: "work", isForCompensation: true }
    const by = (handler: string) => boundary("a", { type: "compensation", handler })
    const flows = ["start a end"]
    expect(problemsOf({ elements: { undo }, flows })).toEqual(["CompensationWithoutActivity undo"])
    expect(problemsOf({ elements: { c: by("gone") }, flows })).toEqual(["CompensationHandlerUnknown c"])
    expect(problemsOf({ elements: { c: by("a") }, flows })).toEqual(["CompensationHandlerUnknown c"])
    expect(problemsOf({ elements: { undo, c: by("undo"), d: by("undo") }, flows })).toEqual(["CompensationAmbiguous a"])
    const back = { type: "IntermediateThrowEvent", trigger: { type: "compensation", activity: "a" } }
    expect(problemsOf({ elements: { back }, flows: ["start a back end"] })).toEqual(["CompensationTargetUnknown back"])
  })

  it("finds gateways that cannot decide", () => {
    expect(problemsOf({ elements: { gate: { type: "ExclusiveGateway", default: "f" } }, flows: ["start gate end"] })).toEqual([
      "DefaultFlowUnknown gate",
    ])
    expect(problemsOf({ elements: { gate: exclusive() }, flows: ["start gate end"], code })).toEqual(["FlowWithoutName gate"])
    expect(problemsOf({ elements: { gate: { type: "ExclusiveGateway" } }, flows: ["start gate {choose} end", "gate end2"], code })).toEqual(
      ["FlowWithoutCondition gate", "DefaultFlowMissing gate"],
    )
    expect(problemsOf({ flows: ["start {choose} a end"], code })).toEqual(["ConditionIgnored start-a"])
    expect(problemsOf({ flows: ["start a {choose} end"], code })).toEqual(["DefaultFlowMissing a"])
    expect(problemsOf({ elements: { gate: { type: "InclusiveGateway" } }, flows: ["start gate {choose} end", "gate end2"], code })).toEqual(
      ["FlowWithoutCondition gate", "DefaultFlowMissing gate"],
    )
  })

  it("finds what is not bound, and says what to register", () => {
    const sketch = {
      elements: {
        a: { type: "ServiceTask", handler: "gone" },
        t: { type: "UserTask", form: "form" },
        gate: { type: "ExclusiveGateway", choose: { language: "feel", text: "x" } },
      },
      flows: ["start a t gate [x] end"],
    }
    expect(problemsOf(sketch)).toEqual(["HandlerUnbound a", "CodecUnbound t", "LanguageUnknown gate"])
    const broken = {
      name: "feel",
      compile: () => {
        throw new Error("line 1, column 1")
      },
    }
    const [, , problem] = processDecider.validate(definitionOf(sketch), compileOptions({ languages: [broken] }))
    expect(problem).toMatchObject({ code: "ExpressionInvalid", element: "gate" })
    expect(problem?.message).toContain("line 1, column 1")
    expect(problemsOf({ elements: { gate: exclusive("gone") }, flows: ["start gate [x] end"] })).toEqual(["CodeUnbound gate"])
  })

  it("finds elements nothing leads to and loops nothing leaves", () => {
    expect(problemsOf({ flows: ["start end", "a end2"] })).toEqual(["ElementUnreachable a", "ElementUnreachable end2"])
    expect(problemsOf({ elements: { m: { type: "ExclusiveGateway" } }, flows: ["start m a m"] })).toEqual([
      "EndUnreachable start",
      "EndUnreachable m",
      "EndUnreachable a",
    ])
  })

  it("finds joins that wait for ever and merges that run twice", () => {
    const gates = { gate: exclusive(), fork: parallel, join: parallel, merge: { type: "ExclusiveGateway" } }
    expect(
      problemsOf({ elements: { gate: gates.gate, join: gates.join }, flows: ["start gate [x] a join end", "gate [y] b join"], code }),
    ).toEqual(["JoinCanDeadlock join"])
    expect(problemsOf({ elements: { fork: gates.fork, merge: gates.merge }, flows: ["start fork a merge end", "fork b merge"] })).toEqual([
      "SynchronisationMissing merge",
    ])
    expect(problemsOf({ elements: { fork: gates.fork }, flows: ["start fork a c end", "fork b c"] })).toEqual(["SynchronisationMissing c"])
  })

  it("does not warn of a join beside which an error or a terminate end event ends the scope", () => {
    for (const trigger of [{ type: "terminate" }, { type: "error", error: { code: "choose" } }]) {
      expect(
        problemsOf({
          elements: { fork: parallel, join: parallel, gate: exclusive(), stop: { type: "EndEvent", trigger } },
          flows: ["start fork gate [x] join end", "fork b join", "gate [y] stop"],
          code,
        }),
      ).toEqual([])
    }
  })

  it("gives up quietly where there are too many ways to follow", () => {
    const flows = Array.from({ length: 14 }, (_, i) => [`fork g${i} [x] m${i} join`, `g${i} [y] t${i} m${i}`]).flat()
    const elements = Object.fromEntries(
      Array.from(
        { length: 14 },
        (_, i) =>
          [
            [`g${i}`, exclusive()],
            [`m${i}`, { type: "ExclusiveGateway" }],
          ] as const,
      ).flat(),
    )
    expect(
      problemsOf({ elements: { fork: parallel, join: parallel, ...elements }, flows: ["start fork", "join end", ...flows], code }),
    ).toEqual([])
  })

  it("follows hundreds of ways out of one gateway in little memory", () => {
    const ways = Array.from({ length: 400 }, (_, index) => `gate [t${index}] t${index} merge`)
    const elements = { gate: { type: "InclusiveGateway", choose: { code: "choose" } }, merge: { type: "InclusiveGateway" } }
    expect(problemsOf({ elements, flows: ["start gate", ...ways, "merge end"], code })).toEqual([])
  })

  it("never throws, whatever the graph is", () => {
    for (const graph of [undefined, null, 1, "x", [], {}, { elements: [null], flows: [] }, { elements: [{}], flows: [{}] }]) {
      expect(() =>
        processDecider.validate(
          { ...makeDefinition({ id: "p", version: 1, graph: { elements: [], flows: [] } }), graph },
          compileOptions({}),
        ),
      ).not.toThrow()
    }
  })
})
