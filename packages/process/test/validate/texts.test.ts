/** Each diagnostic of validation, with the smallest process that has it and the text that people read. */
import { compileOptions } from "@millrace/testing/decider"
import { expect, it } from "vitest"
import type { DiagnosticCode } from "../../src/errors.ts"
import { processDecider } from "../../src/index.ts"
import { bindingsOf, definitionOf, type Sketch } from "../play.ts"

const timer = { type: "timer", due: { value: "PT1H" } }
const message = { type: "message", message: "paid" }
const parallel = { type: "ParallelGateway" }
const chooser = { type: "ExclusiveGateway", choose: { code: "choose" } }
const at = (attachedTo: string, trigger: object) => ({ type: "BoundaryEvent", attachedTo, trigger })
const inside = (type: string, scope: string, fields: object = {}) => ({ type, scope, ...fields })
const linkTo = (link: string) => ({ type: "IntermediateThrowEvent", trigger: { type: "link", link } })
const linkFrom = (link: string) => ({ type: "IntermediateCatchEvent", trigger: { type: "link", link } })
const undo = { handler: "work", isForCompensation: true }
const a = (fields: object, flows: ReadonlyArray<string> = ["start a end"]): Sketch => ({
  elements: { a: { handler: "work", ...fields } },
  flows,
})
const code = { choose: () => "x" }

/** A language in which nothing is right. */
const language = {
  name: "broken",
  compile: () => {
    throw new Error("something is missing at the end")
  },
}

/** A sketch, or a graph that no sketch can make. */
type Broken = Sketch | { readonly elements: ReadonlyArray<object>; readonly flows: ReadonlyArray<object> }

const isSketch = (broken: Broken): broken is Sketch => !Array.isArray(broken.elements)

const findings = (broken: Broken): ReadonlyArray<readonly [code: string, text: string]> => {
  const sketch = isSketch(broken) ? broken : { flows: ["start end"] }
  const definition = isSketch(broken) ? definitionOf(broken) : { ...definitionOf(sketch), graph: broken }
  return processDecider
    .validate(definition, compileOptions({ bindings: bindingsOf(sketch), languages: [language] }))
    .map(({ code, severity, message, hint }) => [code, `${severity}: ${message} ${hint}`])
}

const texts: { readonly [Code in DiagnosticCode]: readonly [broken: Broken, text: string] } = {
  GraphMalformed: [
    { elements: [], flows: [{ id: "f", from: "start" }] },
    'error: The graph of sample@1 is malformed: Missing key\n  at ["flows"][0]["to"] Correct what the path names.',
  ],
  ElementMalformed: [
    a({ timeot: 5 }),
    "error: The ServiceTask 'a' is malformed: Expected no excess property\n  at [\"timeot\"] Correct the field that the path names.",
  ],
  ElementTypeUnknown: [
    a({ type: "Wish" }),
    "error: 'a' is of the unknown type 'Wish'. Correct the type, or register the plugin that brings it.",
  ],
  DuplicateId: [
    {
      elements: [
        { id: "start", type: "StartEvent" },
        { id: "start", type: "StartEvent" },
      ],
      flows: [],
    },
    "error: Two elements have the id 'start'. Give one of them another id.",
  ],
  FlowDangling: [
    { elements: [{ id: "start", type: "StartEvent" }], flows: [{ id: "f", from: "start", to: "gone" }] },
    "error: The flow 'f' from 'start' to 'gone': there is no element 'gone'. Add the element, or remove the flow.",
  ],
  ScopeUnknown: [
    { elements: { a: inside("ManualTask", "gone") }, flows: ["start end"] },
    "error: 'a' stands in 'gone', which is not there. Add the sub-process, or leave the scope out.",
  ],
  FlowCrossesScope: [
    {
      elements: { sub: { type: "SubProcess" }, s: inside("StartEvent", "sub"), a: inside("ManualTask", "sub") },
      flows: ["start sub end", "s a end"],
    },
    "error: The flow 'a-end' from 'a' to 'end' leads over the border of a sub-process. Let it end inside and another one begin outside.",
  ],
  ElementUnreachable: [{ flows: ["start end", "a end"] }, "warning: Nothing leads to 'a'. Lead a flow to it, or remove it."],
  EndUnreachable: [
    { elements: { m: { type: "ExclusiveGateway" } }, flows: ["start m a m"] },
    "warning: From 'start' no way leads to an end. Let a flow leave the loop.",
  ],
  StartMissing: [{ elements: { sub: { type: "SubProcess" } }, flows: ["start sub end"] }, "error: 'sub' has no start event. Add one."],
  StartAmbiguous: [
    { elements: { other: { type: "StartEvent" } }, flows: ["start end", "other end"] },
    "error: The process has several start events: 'start', 'other'. Keep one, and lead to the others by flows.",
  ],
  EventStartInvalid: [
    { elements: { on: { type: "EventSubProcess" }, s: inside("StartEvent", "on") }, flows: ["start end"] },
    "error: The event sub-process 'on' has a start event without a trigger. Give it one start event with the trigger that it begins by; for several, the trigger 'multiple'.",
  ],
  TriggerMisplaced: [
    { elements: { s: { type: "StartEvent", trigger: { type: "error" } } }, flows: ["start end", "s end"] },
    "error: The process begins at 's' by the trigger 'error', which comes from inside only. Put it into an event sub-process.",
  ],
  DueInvalid: [
    {
      elements: { wait: { type: "IntermediateCatchEvent", trigger: { type: "timer", due: { value: { cron: "61 * * * *" } } } } },
      flows: ["start wait end"],
    },
    "error: The timer of 'wait' has no due date: '61 * * * *': the minute '61' is not between 0 and 59. Correct its `due`.",
  ],
  InterruptingMisplaced: [
    { elements: { failed: { ...at("a", { type: "error" }), interrupting: false } }, flows: ["start a end", "failed end2"] },
    "error: 'failed' does not interrupt 'a', and its trigger 'error' always does. Leave `interrupting` out.",
  ],
  KeyIgnored: [
    { elements: { s: { type: "StartEvent", trigger: { ...message, key: { value: 1 } } } }, flows: ["s end"] },
    "warning: 's' has a key, and a process begins by every message of its name. Leave the key out, or let a running instance wait for the message.",
  ],
  LinkUnknown: [
    { elements: { go: linkTo("x") }, flows: ["start go"] },
    "error: 'go' goes on at the link 'x', which nothing catches in its scope. The process has to have it. Add an intermediate catch event with that link, in the same scope.",
  ],
  LinkAmbiguous: [
    { elements: { go: linkTo("x"), one: linkFrom("x"), two: linkFrom("x") }, flows: ["start go", "one end", "two end"] },
    "error: The link 'x' is caught by 'one' and by 'two'. Keep one, or name them differently.",
  ],
  LinkUnused: [
    { elements: { one: linkFrom("x") }, flows: ["start end", "one end"] },
    "warning: Nothing in its scope leads to the link 'x' of 'one'. Throw the link somewhere, or remove it.",
  ],
  CancelOutsideTransaction: [
    { elements: { stop: { type: "EndEvent", trigger: { type: "cancel" } } }, flows: ["start stop"] },
    "error: 'stop' cancels a transaction, and stands in none. Put it into a transaction, or end with an error or a compensation.",
  ],
  CancelUncaught: [
    {
      elements: {
        pay: { type: "Transaction" },
        s: inside("StartEvent", "pay"),
        stop: inside("EndEvent", "pay", { trigger: { type: "cancel" } }),
      },
      flows: ["start pay end", "s stop"],
    },
    "error: 'stop' cancels 'pay', and nothing goes on then. Attach a boundary event with the trigger 'cancel' to the transaction.",
  ],
  SendAmbiguous: [
    a({ type: "SendTask", message: "paid" }),
    "error: 'a' has a message and a handler. Give it either the name of the `message` that it sends, or the `handler` that sends something.",
  ],
  IncomingNotAllowed: [
    { flows: ["start a start", "a end"] },
    "error: A flow leads to the StartEvent 'start', which begins without one. Lead the flow to the element behind it.",
  ],
  OutgoingNotAllowed: [
    { flows: ["start end a end2"] },
    "error: A flow leaves the EndEvent 'end', where every token ends. Remove the flow.",
  ],
  BoundaryNotOnActivity: [
    { elements: { gate: chooser, late: at("gate", timer) }, flows: ["start gate [x] end", "late end"], code },
    "error: 'late' is attached to 'gate', which is an ExclusiveGateway. Attach it to a task or a sub-process in the flow.",
  ],
  BoundaryInOtherScope: [
    {
      elements: {
        sub: { type: "SubProcess" },
        s: inside("StartEvent", "sub"),
        late: inside("BoundaryEvent", "sub", { attachedTo: "a", trigger: timer }),
      },
      flows: ["start a sub end"],
    },
    "error: 'late' stands in another scope than 'a', to which it is attached. Give both the same scope.",
  ],
  CompensationWithoutActivity: [
    { elements: { undo }, flows: ["start a end"] },
    "error: 'undo' is for compensation, and no activity is compensated by it. Attach a compensation boundary event to the activity that names it.",
  ],
  CompensationHandlerUnknown: [
    { elements: { c: at("a", { type: "compensation", handler: "gone" }) }, flows: ["start a end"] },
    "error: 'c' compensates 'a' by 'gone', which is not there. Add the handler.",
  ],
  CompensationAmbiguous: [
    {
      elements: {
        undo,
        undo2: undo,
        c: at("a", { type: "compensation", handler: "undo" }),
        d: at("a", { type: "compensation", handler: "undo2" }),
      },
      flows: ["start a end"],
    },
    "error: 'a' is compensated by 'undo' and by 'undo2'. Keep one, or do both in one handler.",
  ],
  CompensationTargetUnknown: [
    {
      elements: { back: { type: "IntermediateThrowEvent", trigger: { type: "compensation", activity: "a" } } },
      flows: ["start a back end"],
    },
    "error: 'back' compensates 'a', which nothing compensates. Name an activity with a compensation handler, or a sub-process.",
  ],
  ConditionIgnored: [
    { flows: ["start {choose} a end"], code },
    "error: The flow 'start-a' has a condition, and 'start', which it leaves, is a StartEvent and reads none. Lead through an exclusive or an inclusive gateway.",
  ],
  DefaultFlowUnknown: [
    { elements: { gate: { type: "ExclusiveGateway", default: "f" } }, flows: ["start gate end"] },
    "error: The default flow 'f' of 'gate' does not leave it. Name one of its outgoing flows.",
  ],
  DefaultFlowNeverTaken: [
    a({ default: "a-end2" }, ["start a end", "a end2"]),
    "warning: The default flow 'a-end2' of 'a' is never taken: 'a-end' has no condition, so that it always applies. Give 'a-end' a condition, or let 'a-end2' be no default.",
  ],
  DefaultFlowMissing: [
    { flows: ["start a {choose} end"], code },
    "warning: 'a' has no default flow: when no condition holds, the instance stops there with an incident. Make one flow the default.",
  ],
  FlowWithoutName: [
    { elements: { gate: chooser }, flows: ["start gate end"], code },
    "error: 'gate' chooses by name, and its flow 'gate-end' has none. Name the flow as `choose` gives it, or make it the default.",
  ],
  FlowWithoutCondition: [
    { elements: { gate: { type: "InclusiveGateway" } }, flows: ["start gate {choose} end", "gate end2"], code },
    "error: The flow 'gate-end2' of 'gate' has no condition and is not its default. Give the flow a condition, or make it the default.",
  ],
  ActivationInvalid: [
    { elements: { fork: parallel, join: { type: "ComplexGateway" } }, flows: ["start fork a join end", "fork b join"] },
    "error: 'join' does not say when it begins. Give it a 'count' of flows, or an 'activation'; or let it be a parallel gateway.",
  ],
  EventGatewayInvalid: [
    {
      elements: { choice: { type: "EventBasedGateway" }, paid: { type: "IntermediateCatchEvent", trigger: message } },
      flows: ["start choice paid end", "choice a end2"],
    },
    "error: 'choice' leads to 'a', a ServiceTask, which waits for no event. Lead to intermediate catch events and receive tasks.",
  ],
  CancelledElementUnknown: [
    {
      elements: { fork: parallel, join: { type: "ComplexGateway", count: { value: 1 }, cancels: ["gone"] } },
      flows: ["start fork a join end", "fork b join"],
    },
    "error: 'join' cancels 'gone', which is not there. Name other elements of its own scope.",
  ],
  LoopAmbiguous: [
    a({ loop: { max: 2 }, multiInstance: { count: { value: 2 } } }),
    "error: 'a' is a loop and runs for each of many items. Keep one; for both, put the activity into a sub-process and give that the other.",
  ],
  LoopEndless: [
    a({ loop: {} }),
    "error: Nothing ends the loop of 'a'. Give it a `condition` for which it runs again, or a `max` number of runs.",
  ],
  ItemsAmbiguous: [
    a({ multiInstance: {} }),
    "error: 'a' has neither a list of items nor a count. Give it either `items`, a list, or `count`, a number.",
  ],
  ItemWithoutList: [
    a({ multiInstance: { count: { value: 2 }, item: "one" } }),
    "error: 'a' names a variable for its item and has no list. Give it `items`, or read `loopCounter`, which counts from 1.",
  ],
  ConcurrencyUnused: [
    a({ multiInstance: { count: { value: 2 }, sequential: true, concurrency: 2 } }),
    "error: 'a' runs one after the other and has a `concurrency`. Leave out `sequential` or `concurrency`.",
  ],
  RemainingUnused: [
    a({ multiInstance: { count: { value: 2 }, remaining: "finish" } }),
    "error: 'a' says what becomes of the remaining runs and has no completion condition. Give it `completion`, or leave out `remaining`.",
  ],
  MutexDeadlock: [
    {
      elements: {
        sub: { type: "SubProcess", mutex: "till" },
        s: inside("StartEvent", "sub"),
        a: inside("ManualTask", "sub", { mutex: "till" }),
      },
      flows: ["start sub end", "s a"],
    },
    "error: 'a' waits for the lock 'till' while what it stands in has it: neither can go on. Leave the mutex out of one of them.",
  ],
  StartInAdHoc: [
    {
      elements: { desk: { type: "AdHocSubProcess" }, s: inside("StartEvent", "desk"), a: inside("ManualTask", "desk") },
      flows: ["start desk end", "s a"],
    },
    "error: The StartEvent 's' stands in the ad-hoc sub-process 'desk', where nothing begins by itself. Remove it, and name what begins first in `activate`.",
  ],
  JoinCanDeadlock: [
    { elements: { gate: chooser, join: parallel }, flows: ["start gate [x] a join end", "gate [y] b join"], code },
    "warning: 'join' can wait for a flow on which no token comes. Merge what an exclusive gateway split with an exclusive gateway, or make sure that all its flows are taken.",
  ],
  SynchronisationMissing: [
    { elements: { fork: parallel }, flows: ["start fork a c end", "fork b c"] },
    "warning: Two tokens can reach 'c', which begins with each of them. Join the branches with a parallel gateway before it, or mean it to run twice.",
  ],
  HeartbeatInTransaction: [
    a({ transactional: true, heartbeat: 5 }),
    "error: 'a' is transactional and has a heartbeat. A transaction is short and reports nothing while it is open: leave one of them out, or do the long work in a step before it.",
  ],
  HandlerUnbound: [a({ handler: "gone" }), "error: 'a': no handler is registered under 'gone'. Register a handler for 'gone'."],
  CodeUnbound: [
    { elements: { gate: chooser }, flows: ["start gate [x] end"] },
    "error: 'gate': no code is registered under 'choose'. Register the code for 'choose'.",
  ],
  CodecUnbound: [
    { elements: { ask: { type: "UserTask", form: "gone" } }, flows: ["start ask end"] },
    "error: 'ask': no codec is registered under 'gone'. Register a codec for 'gone'.",
  ],
  LanguageUnknown: [
    { elements: { gate: { type: "ExclusiveGateway", choose: { language: "feel", text: "x" } } }, flows: ["start gate [x] end"] },
    "error: 'gate': no expression language 'feel' is registered. Register the plugin that brings the language 'feel'.",
  ],
  ExpressionInvalid: [
    { elements: { gate: { type: "ExclusiveGateway", choose: { language: "broken", text: "1 +" } } }, flows: ["start gate [x] end"] },
    "error: 'gate': broken '1 +': something is missing at the end. Correct the expression.",
  ],
}

it.each(Object.entries(texts))("says what is wrong and what to do: %s", (code, [broken, text]) => {
  expect(findings(broken)).toContainEqual([code, text])
})
