// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions are written so
import { dmn } from "@millrace/dmn"
import type { Handler } from "@millrace/kernel"
import { testProcess } from "@millrace/testing"
import { Effect } from "effect"
import { expect, it } from "vitest"
import { bpmn, importBpmn } from "../../src/index.ts"
import { documentOf } from "./documents.ts"

const flow = (...ids: ReadonlyArray<string>) =>
  ids
    .slice(1)
    .map((to, index) => `<sequenceFlow id="${ids[index]}-${to}" sourceRef="${ids[index]}" targetRef="${to}" />`)
    .join("\n")

const extensions = (inner: string) => `<extensionElements>${inner}</extensionElements>`

const open = async (xml: string, handlers: Readonly<Record<string, Handler>> = {}) => {
  const model = await importBpmn(xml, { handlers })
  const process = model.process("p")
  expect(process.problems.filter(({ severity }) => severity === "error")).toEqual([])
  return testProcess(process, { plugins: [bpmn(), dmn()], children: model.processes.filter(({ id }) => id !== "p") })
}

const child = `<process id="child" isExecutable="true"><startEvent id="cs" /><serviceTask id="add" camunda:type="external" camunda:topic="add">
  ${extensions('<zeebe:taskDefinition type="add" />')}</serviceTask><endEvent id="ce" />${flow("cs", "add", "ce")}</process>`

const seen: Array<unknown> = []
const add: Handler = ({ vars }) => {
  seen.push(vars)
  return { sum: Number(vars.a) + Number(vars.b), secret: 1 }
}

it("a model of Camunda 7 runs: forms, conditions, topics, mappings of calls and parameters", async () => {
  await using test = await open(
    documentOf(
      `<startEvent id="start" /><userTask id="ask" camunda:assignee="\${owner}" camunda:candidateGroups="staff" />
      <exclusiveGateway id="big" default="small" /><sequenceFlow id="large" sourceRef="big" targetRef="call">
        <conditionExpression xsi:type="tFormalExpression">\${amount > 100 &amp;&amp; !vip}</conditionExpression></sequenceFlow>
      <sequenceFlow id="small" sourceRef="big" targetRef="end" />
      <callActivity id="call" calledElement="child">${extensions(
        '<camunda:in source="amount" target="a" /><camunda:in sourceExpression="${1 + 1}" target="b" /><camunda:out source="sum" target="total" />',
      )}</callActivity>
      <serviceTask id="note" camunda:delegateExpression="\${notes}">${extensions(
        '<camunda:inputOutput><camunda:inputParameter name="text">Total ${total}</camunda:inputParameter><camunda:outputParameter name="noted">${id}</camunda:outputParameter></camunda:inputOutput>',
      )}</serviceTask><endEvent id="end" />${flow("start", "ask", "big")}${flow("call", "note", "end")}`,
      child,
    ),
    { add, notes: ({ vars }) => ({ id: `<${vars.text}>` }) },
  )
  await test.start({ owner: "ann", vip: false })
  const [task] = await test.tasks()
  expect(task).toMatchObject({ assignee: "ann", groups: ["staff"] })
  await test.complete("ask", { amount: 150 }, { by: "ann" })
  const result = { owner: "ann", vip: false, amount: 150, total: 152, noted: "<Total 152>" }
  expect(await test.result()).toEqual({ output: result })
  expect(seen.splice(0)).toEqual([{ a: 150, b: 2 }])
})

it("a model of Flowable runs: collections, counted from 0, and what errors say", async () => {
  const done: Array<string> = []
  await using test = await open(
    documentOf(
      `<startEvent id="start" /><serviceTask id="each" flowable:class="com.example.Send">${extensions(
        '<flowable:field name="to"><flowable:expression>${index}: ${one.name}</flowable:expression></flowable:field>',
      )}<multiInstanceLoopCharacteristics isSequential="true" flowable:collection="people" flowable:elementVariable="one" flowable:elementIndexVariable="index">
        <completionCondition>\${nrOfCompletedInstances / nrOfInstances >= 0.6}</completionCondition></multiInstanceLoopCharacteristics></serviceTask>
      <serviceTask id="pay" flowable:expression="\${payment.charge(execution)}" flowable:resultVariable="receipt" />
      <boundaryEvent id="broke" attachedToRef="pay"><errorEventDefinition errorRef="noMoney" camunda:errorCodeVariable="code" camunda:errorMessageVariable="text" /></boundaryEvent>
      <endEvent id="end" /><endEvent id="unpaid" />${flow("start", "each", "pay", "end")}${flow("broke", "unpaid")}`,
      '<error id="noMoney" errorCode="NoMoney" />',
    ),
    {
      Send: ({ vars }) => {
        done.push(String(vars.to))
      },
      "payment.charge": () => Effect.fail({ _tag: "NoMoney", message: "3 are missing" }),
    },
  )
  await test.start({ people: [{ name: "ann" }, { name: "bob" }, { name: "cid" }] })
  expect(done).toEqual(["0: ann", "1: bob"])
  expect(await test.result()).toMatchObject({ output: { code: "NoMoney", text: "3 are missing" } })
})

it("conditions that are waited for do not hold as long as their variables are not there", async () => {
  await using test = await open(
    documentOf(
      `<startEvent id="start" /><intermediateCatchEvent id="wait"><conditionalEventDefinition><condition>\${stock &gt; 3}</condition></conditionalEventDefinition></intermediateCatchEvent>
      <endEvent id="end" />${flow("start", "wait", "end")}`,
    ),
  )
  await test.start(undefined)
  expect(await test.incidents()).toEqual([])
  await test.setVariables({ stock: 4 })
  expect(await test.result()).toEqual({ output: { stock: 4 } })
})

it("a model of Camunda 8 runs: jobs, mappings, scripts, keys, collections and calls", async () => {
  await using test = await open(
    documentOf(
      `<startEvent id="start" />
      <scriptTask id="double">${extensions('<zeebe:script expression="=amount * 2" resultVariable="twice" />')}</scriptTask>
      <serviceTask id="charge">${extensions(
        `<zeebe:taskDefinition type="charge" /><zeebe:ioMapping><zeebe:input source="=twice" target="order.price" /><zeebe:input source="eur" target="order.currency" />
         <zeebe:output source="=receipt.id" target="receiptId" /></zeebe:ioMapping>`,
      )}</serviceTask>
      <intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m" /></intermediateCatchEvent>
      <callActivity id="call">${extensions(
        '<zeebe:calledElement processId="child" propagateAllChildVariables="false" /><zeebe:ioMapping><zeebe:input source="=1" target="a" /><zeebe:input source="=2" target="b" /><zeebe:output source="=sum" target="three" /></zeebe:ioMapping>',
      )}</callActivity>
      <userTask id="each">${extensions('<zeebe:assignmentDefinition assignee="=who" candidateUsers="=[who, &quot;zoe&quot;]" />')}<multiInstanceLoopCharacteristics>${extensions(
        '<zeebe:loopCharacteristics inputCollection="=people" inputElement="who" outputCollection="votes" outputElement="=who + &quot;!&quot;" />',
      )}</multiInstanceLoopCharacteristics></userTask>
      <endEvent id="end" />${flow("start", "double", "charge", "paid", "call", "each", "end")}`,
      `<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="=receiptId" /></extensionElements></message>${child}`,
    ),
    { charge: ({ vars }) => ({ receipt: { id: `r-${JSON.stringify(vars.order)}` } }), add },
  )
  await test.start({ amount: 4, people: ["ann"] })
  const receiptId = 'r-{"price":8,"currency":"eur"}'
  expect(await test.vars()).toEqual({ amount: 4, people: ["ann"], twice: 8, receiptId })
  await test.publish("paid", { on: "monday" }, { key: receiptId })
  expect(await test.tasks()).toMatchObject([{ assignee: "ann", groups: ["user:ann", "user:zoe"] }])
  await test.complete("each", {}, { by: "ann" })
  const vars = { amount: 4, people: ["ann"], twice: 8, receiptId, on: "monday", three: 3, votes: ["ann!"] }
  expect(await test.result()).toEqual({ output: vars })
  expect(seen.splice(0)).toEqual([{ amount: 4, people: ["ann"], twice: 8, receiptId, on: "monday", a: 1, b: 2 }])
})
