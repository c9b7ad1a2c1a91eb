/** What validation finds about events, with the messages that people read. */
import { compileOptions } from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"
import { processDecider } from "../../src/index.ts"
import { bindingsOf, definitionOf, type Sketch } from "../play.ts"

const found = (sketch: Sketch) =>
  processDecider
    .validate(definitionOf(sketch), compileOptions({ bindings: bindingsOf(sketch) }))
    .map(({ code, element, message, severity }) => `${severity === "warning" ? "warning " : ""}${code} ${element}: ${message}`)
const message = { type: "message", message: "paid" }
const on = (start: object = { trigger: message }) => ({
  on: { type: "EventSubProcess" },
  begin: { type: "StartEvent", scope: "on", ...start },
  endh: { type: "EndEvent", scope: "on" },
})
const flows = ["start end", "begin endh"]

describe("validation of start events", () => {
  it("finds none start events that are not the only one", () => {
    expect(found({ elements: { s: { type: "StartEvent" } }, flows: ["start end", "s end"] })).toEqual([
      "StartAmbiguous : The process has several start events: 'start', 's'.",
    ])
    expect(found({ elements: { s: { type: "StartEvent", trigger: message } }, flows: ["start a end", "s b endb"] })).toEqual([])
  })

  it("finds triggers that cannot begin anything", () => {
    expect(found({ elements: { s: { type: "StartEvent", trigger: { type: "error" } } }, flows: ["s end"] })).toEqual([
      "TriggerMisplaced s: The process begins at 's' by the trigger 'error', which comes from inside only.",
    ])
    const both = { type: "parallelMultiple", triggers: [{ ...message, key: { value: 1 } }, message] }
    expect(found({ elements: { s: { type: "StartEvent", trigger: both } }, flows: ["s end"] })).toEqual([])
    const sub = {
      sub: { type: "SubProcess" },
      s: { type: "StartEvent", scope: "sub", trigger: message },
      e: { type: "EndEvent", scope: "sub" },
    }
    expect(found({ elements: sub, flows: ["start sub end", "s e"] })).toContain(
      "TriggerMisplaced s: The start event 's' of 'sub' has the trigger 'message', and a sub-process begins when the flow comes to it.",
    )
  })

  it("warns of keys that nothing asks for", () => {
    expect(found({ elements: { s: { type: "StartEvent", trigger: { ...message, key: { value: 1 } } } }, flows: ["s end"] })).toEqual([
      "warning KeyIgnored s: 's' has a key, and a process begins by every message of its name.",
    ])
  })

  it("finds what interrupts nothing, and what always interrupts", () => {
    expect(found({ elements: { s: { type: "StartEvent", trigger: message, interrupting: false } }, flows: ["s end"] })).toEqual([
      "InterruptingMisplaced s: 's' says whether it interrupts, and begins no event sub-process.",
    ])
    expect(found({ elements: on({ trigger: { type: "error" }, interrupting: false }), flows })).toEqual([
      "InterruptingMisplaced begin: 'begin' does not interrupt, and its trigger 'error' always does.",
    ])
    const boundary = { a: {}, b: { type: "BoundaryEvent", attachedTo: "a", interrupting: false, trigger: { type: "error" } } }
    expect(found({ elements: boundary, flows: ["start a end", "b endb"] })).toEqual([
      "InterruptingMisplaced b: 'b' does not interrupt 'a', and its trigger 'error' always does.",
    ])
  })
})

describe("validation of event sub-processes", () => {
  it("finds nothing wrong with a sound one", () => {
    expect(found({ elements: on(), flows })).toEqual([])
  })

  it("finds those that do not begin by one trigger", () => {
    expect(found({ elements: on({}), flows })).toContain(
      "EventStartInvalid on: The event sub-process 'on' has a start event without a trigger.",
    )
    expect(found({ elements: { on: { type: "EventSubProcess" } }, flows: ["start end"] })).toContain(
      "EventStartInvalid on: The event sub-process 'on' has no start event.",
    )
    expect(found({ elements: { ...on(), s: { type: "StartEvent", scope: "on", trigger: message } }, flows: [...flows, "s endh"] })).toEqual(
      ["EventStartInvalid on: The event sub-process 'on' has several start events: 'begin', 's'."],
    )
  })

  it("finds flows that lead to one, or leave it", () => {
    expect(found({ elements: on(), flows: ["start on end", "begin endh"] })).toEqual([
      "IncomingNotAllowed on: A flow leads to the EventSubProcess 'on', which begins without one.",
      "OutgoingNotAllowed on: A flow leaves the EventSubProcess 'on', where every token ends.",
    ])
  })
})

describe("validation of transactions, links, timers and send tasks", () => {
  const tx = (type: string, cancelled: boolean) => ({
    tx: { type },
    s: { type: "StartEvent", scope: "tx" },
    e: { type: "EndEvent", scope: "tx", trigger: { type: "cancel" } },
    ...(cancelled ? { c: { type: "BoundaryEvent", attachedTo: "tx", trigger: { type: "cancel" } } } : {}),
  })

  it("finds cancel events outside transactions, and transactions where nothing goes on", () => {
    expect(found({ elements: tx("SubProcess", true), flows: ["start tx end", "s e", "c endc"] })).toEqual([
      "CancelOutsideTransaction e: 'e' cancels a transaction, and stands in none.",
      "CancelOutsideTransaction c: 'c' waits for 'tx' to be cancelled from inside, and that is no transaction.",
    ])
    expect(found({ elements: tx("Transaction", false), flows: ["start tx end", "s e"] })).toEqual([
      "CancelUncaught e: 'e' cancels 'tx', and nothing goes on then.",
    ])
    expect(found({ elements: tx("Transaction", true), flows: ["start tx end", "s e", "c endc"] })).toEqual([])
  })

  it("says where a link is missing", () => {
    const go = { type: "IntermediateThrowEvent", trigger: { type: "link", link: "again" } }
    expect(found({ elements: { go }, flows: ["start go"] })).toEqual([
      "LinkUnknown go: 'go' goes on at the link 'again', which nothing catches in its scope. The process has to have it.",
    ])
  })

  it("says why a timer never comes", () => {
    const wait = { type: "IntermediateCatchEvent", trigger: { type: "timer", due: { value: { cron: "61 * * * *" } } } }
    expect(found({ elements: { wait }, flows: ["start wait end"] })).toEqual([
      "DueInvalid wait: The timer of 'wait' has no due date: '61 * * * *': the minute '61' is not between 0 and 59.",
    ])
  })

  it("asks a send task for one thing to do", () => {
    expect(found({ elements: { tell: { type: "SendTask" } }, flows: ["start tell end"] })).toEqual([
      "SendAmbiguous tell: 'tell' has neither a message nor a handler.",
    ])
    expect(found({ elements: { tell: { type: "SendTask", message: "paid", handler: "work" } }, flows: ["start tell end"] })).toEqual([
      "SendAmbiguous tell: 'tell' has a message and a handler.",
    ])
  })
})
