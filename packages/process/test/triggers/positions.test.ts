/**
 * Every trigger in every position: it runs where it can stand, and is refused where it cannot.
 *
 * BPMN 2.0.2 §10.5 (tables 10.84, 10.86 to 10.90, 10.93).
 */
import { describe, expect, it } from "vitest"
import { type Play, play, problemsOf, type Sketch } from "../play.ts"

const message = { type: "message", message: "paid" }
const signal = { type: "signal", signal: "go" }
const error = { _tag: "Declined", message: "no" }
const code = { open: ({ vars }: { readonly vars: { readonly open?: unknown } }) => vars.open === true }

/** As they are caught, and how each comes to the element that waits for it. */
const caught: { readonly [type: string]: { readonly fields: object; readonly come: (p: Play, element: string) => void } } = {
  none: { fields: {}, come: () => {} },
  timer: { fields: { type: "timer", due: { value: "PT1H" } }, come: (p, element) => p.fire(element) },
  message: { fields: message, come: (p, element) => p.receive(element) },
  signal: { fields: signal, come: (p, element) => p.signal(element) },
  conditional: { fields: { type: "conditional", condition: { code: "open" } }, come: (p) => p.set({ open: true }) },
  multiple: { fields: { type: "multiple", triggers: [message, signal] }, come: (p, element) => p.signal(element) },
  parallelMultiple: {
    fields: { type: "parallelMultiple", triggers: [message, signal] },
    come: (p, element) => {
      p.signal(element)
      p.receive(element)
    },
  },
  error: { fields: { type: "error" }, come: (p) => p.throws("inner", "Declined") },
  escalation: { fields: { type: "escalation" }, come: (p) => p.complete("inner") },
  // What is undone is complete before.
  compensation: { fields: { type: "compensation", handler: "undo" }, come: (p) => p.completeAll() },
  cancel: { fields: { type: "cancel" }, come: (p) => p.complete("inner") },
  link: { fields: { type: "link", link: "there" }, come: (p) => p.complete("inner") },
  terminate: { fields: { type: "terminate" }, come: () => {} },
}

/** As they are thrown, and what stands in the log then. */
const thrown: { readonly [type: string]: readonly [fields: object, event: string] } = {
  none: [{}, "ElementCompleted"],
  message: [message, "MessageSent"],
  signal: [signal, "SignalSent"],
  escalation: [{ type: "escalation", escalation: "Late" }, "EscalationSent"],
  compensation: [{ type: "compensation" }, "CompensationStarted"],
  multiple: [{ type: "multiple", triggers: [message, signal] }, "SignalSent"],
  link: [{ type: "link", link: "there" }, "SequenceFlowTaken"],
  error: [{ type: "error", error: { value: error } }, "InstanceFailed"],
  terminate: [{ type: "terminate" }, "JobCancelled"],
  cancel: [{ type: "cancel" }, "ElementTerminating"],
  timer: [{ type: "timer", due: { value: "PT1H" } }, ""],
  conditional: [{ type: "conditional", condition: { code: "open" } }, ""],
  parallelMultiple: [{ type: "parallelMultiple", triggers: [message, signal] }, ""],
}

const withTrigger = (fields: object): object => ("type" in fields ? { trigger: fields } : {})

/** A sub-process in which something throws whatever can come out of it, and which is undone behind it. */
const watched = (type: string, more: Sketch["elements"]): Sketch => {
  const inside = { scope: "sub" }
  const throwing =
    type === "cancel" ? ["EndEvent", { type: "cancel" }] : ["IntermediateThrowEvent", { type: "escalation", escalation: "Late" }]
  return {
    elements: {
      sub: { type: type === "cancel" ? "Transaction" : "SubProcess" },
      s: { type: "StartEvent", ...inside },
      inner: { handler: "work", ...inside },
      tell: { type: String(throwing[0]), trigger: throwing[1], ...inside },
      back: { type: "IntermediateThrowEvent", trigger: { type: "compensation" } },
      ...(type === "cancel" ? {} : { rest: { handler: "work", ...inside } }),
      ...more,
    },
    flows: ["start sub back end", `s inner tell${type === "cancel" ? "" : " rest"}`],
    code,
  }
}

const undo = { handler: "work", isForCompensation: true }
const atBorder = (type: string, interrupting: boolean): Sketch => {
  const { elements, flows, ...rest } = watched(type, {
    on: { type: "BoundaryEvent", attachedTo: "sub", interrupting, ...withTrigger(caught[type]?.fields ?? {}) },
    ...(type === "compensation" ? { undo } : {}),
  })
  return { elements: elements ?? {}, flows: [...flows, ...(type === "compensation" ? [] : ["on handled endh"])], ...rest }
}

const beside = (type: string, interrupting: boolean): Sketch => {
  const { handler: _, ...fields } = { handler: "", ...caught[type]?.fields }
  const { elements, flows, ...rest } = watched(type, {
    beside: { type: "EventSubProcess", scope: "sub" },
    on: { type: "StartEvent", scope: "beside", interrupting, ...withTrigger(fields) },
    handled: { handler: "work", scope: "beside" },
  })
  return { elements: elements ?? {}, flows: [...flows, "on handled"], ...rest }
}

/** What is at work once it has come: what handles it, and what goes on beside that. */
const handles = (type: string, sketch: Sketch, interrupting: boolean): void => {
  const p = play(sketch)
  p.start()
  if (type === "compensation") for (const id of ["inner", "rest"]) p.complete(id)
  else caught[type]?.come(p, "on")
  const working = p.waits().filter((wait) => wait.endsWith(" job"))
  const handler = type === "compensation" && sketch.elements?.undo !== undefined ? "undo job" : "handled job"
  expect(working).toContain(handler)
  expect(working).toHaveLength(interrupting ? 1 : 2)
}

interface Position {
  readonly position: string
  readonly types: ReadonlyArray<string>
  readonly sketch: (type: string) => Sketch
  readonly runs: (type: string, sketch: Sketch) => void
}

const waited = ["timer", "message", "signal", "conditional", "multiple", "parallelMultiple"]

const throwsIt = (type: string, sketch: Sketch): void => {
  const p = play(sketch)
  p.start()
  for (const id of ["done", "inner"]) if (p.waits().includes(`${id} job`)) p.complete(id)
  expect(p.run.log.map((event) => event.type)).toContain(thrown[type]?.[1])
}

const positions: ReadonlyArray<Position> = [
  {
    position: "the start of a process",
    types: ["none", ...waited],
    sketch: (type) => ({
      elements: { on: { type: "StartEvent", ...withTrigger(caught[type]?.fields ?? {}) } },
      flows: ["on handled end"],
      code,
    }),
    runs: (type, sketch) => {
      const p = play(sketch)
      if (type === "none" || type === "conditional") p.start({ open: true })
      else if (type === "parallelMultiple") {
        p.startAt("on#1", 1)
        expect(p.waits()).toEqual(["on message"])
        p.receive("on")
      } else p.startAt("on", 1)
      expect(p.waits()).toEqual(["handled job"])
    },
  },
  {
    position: "the start of a sub-process",
    types: ["none"],
    sketch: (type) => ({
      elements: {
        sub: { type: "SubProcess" },
        on: { type: "StartEvent", scope: "sub", ...withTrigger(caught[type]?.fields ?? {}) },
        handled: { handler: "work", scope: "sub" },
      },
      flows: ["start sub end", "on handled"],
      code,
    }),
    runs: (_type, sketch) => {
      const p = play(sketch)
      p.start()
      expect(p.waits()).toEqual(["handled job"])
    },
  },
  {
    position: "the start of an event sub-process that interrupts",
    types: [...waited, "error", "escalation", "compensation"],
    sketch: (type) => beside(type, true),
    runs: (type, sketch) => handles(type, sketch, true),
  },
  {
    position: "the start of an event sub-process that does not interrupt",
    types: [...waited, "escalation"],
    sketch: (type) => beside(type, false),
    runs: (type, sketch) => handles(type, sketch, false),
  },
  {
    position: "the flow",
    types: [...waited, "link"],
    sketch: (type) => ({
      elements: {
        inner: { handler: "work" },
        on: { type: "IntermediateCatchEvent", ...withTrigger(caught[type]?.fields ?? {}) },
        ...(type === "link" ? { go: { type: "IntermediateThrowEvent", trigger: { type: "link", link: "there" } } } : {}),
      },
      flows: type === "link" ? ["start inner go", "on handled end"] : ["start on handled end"],
      code,
    }),
    runs: (type, sketch) => {
      const p = play(sketch)
      p.start()
      expect(p.waits()).not.toContain("handled job")
      caught[type]?.come(p, "on")
      expect(p.waits()).toEqual(["handled job"])
    },
  },
  {
    position: "the border of an activity that it ends",
    types: [...waited, "error", "escalation", "compensation", "cancel"],
    sketch: (type) => atBorder(type, true),
    runs: (type, sketch) => handles(type, sketch, true),
  },
  {
    position: "the border of an activity that goes on",
    types: [...waited, "escalation"],
    sketch: (type) => atBorder(type, false),
    runs: (type, sketch) => handles(type, sketch, false),
  },
  {
    position: "the flow, thrown",
    types: ["none", "message", "signal", "escalation", "compensation", "multiple", "link"],
    sketch: (type) => ({
      elements: {
        undo,
        c: { type: "BoundaryEvent", attachedTo: "done", trigger: { type: "compensation", handler: "undo" } },
        it: { type: "IntermediateThrowEvent", ...withTrigger(thrown[type]?.[0] ?? {}) },
        ...(type === "link" ? { there: { type: "IntermediateCatchEvent", trigger: { type: "link", link: "there" } } } : {}),
      },
      flows: type === "link" ? ["start done it", "there after end"] : ["start done it after end"],
      code,
    }),
    runs: throwsIt,
  },
  {
    position: "an end, thrown",
    types: ["none", "message", "signal", "escalation", "compensation", "multiple", "error", "terminate", "cancel"],
    sketch: (type) => ({
      elements: {
        sub: { type: "Transaction" },
        s: { type: "StartEvent", scope: "sub" },
        inner: { handler: "work", scope: "sub" },
        beside: { handler: "work", scope: "sub" },
        undo: { ...undo, scope: "sub" },
        c: { type: "BoundaryEvent", attachedTo: "inner", scope: "sub", trigger: { type: "compensation", handler: "undo" } },
        it: { type: "EndEvent", scope: "sub", ...withTrigger(thrown[type]?.[0] ?? {}) },
        on: { type: "BoundaryEvent", attachedTo: "sub", trigger: { type: "cancel" } },
      },
      flows: ["start sub end", "s inner it", "s beside", "on end"],
      code,
    }),
    runs: throwsIt,
  },
]

const refusals = ["ElementMalformed", "TriggerMisplaced", "InterruptingMisplaced", "EventStartInvalid"]

describe.each(positions)("at $position", ({ position, types, sketch, runs }) => {
  const all = Object.keys(position.endsWith("thrown") ? thrown : caught).filter(
    // What compensates an activity neither ends it nor runs beside it.
    (type) => !(type === "compensation" && position === "the border of an activity that goes on"),
  )
  it.each(all)("%s", (type) => {
    const problems = problemsOf(sketch(type)).map((one) => one.split(" ")[0])
    if (!types.includes(type)) expect(problems.filter((problem) => refusals.includes(problem ?? ""))).not.toEqual([])
    else {
      expect(problems.filter((problem) => refusals.includes(problem ?? ""))).toEqual([])
      runs(type, sketch(type))
    }
  })
})
