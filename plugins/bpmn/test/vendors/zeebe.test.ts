import { describe, expect, it } from "vitest"
import { fieldsOf } from "./documents.ts"

const feel = (text: string) => ({ language: "feel", text })
const extensions = (inner: string) => `<extensionElements>${inner}</extensionElements>`
const task = (inner: string, type = "serviceTask", attributes = "") =>
  fieldsOf(`<${type} id="it" ${attributes}>${extensions(inner)}</${type}>`)

describe("jobs of Camunda 8", () => {
  it("are handlers by their type, with retries and headers", async () => {
    const { fields, names, problems } = await task(
      '<zeebe:taskDefinition type="charge-card" retries="5" /><zeebe:taskHeaders><zeebe:header key="method" value="post" /></zeebe:taskHeaders>',
    )
    expect(names).toEqual(["it", "charge-card"])
    expect(fields).toMatchObject({
      type: "ServiceTask",
      retry: { attempts: 5 },
      inputs: [{ variable: "taskHeaders", value: { value: { method: "post" } } }],
    })
    expect(problems).toEqual([])
  })

  it("have types that are fixed", async () => {
    expect((await task('<zeebe:taskDefinition type="=&quot;charge&quot;" />')).names).toEqual(["it", "charge"])
    const { problems } = await task('<zeebe:taskDefinition type="=kind" />')
    expect(problems).toEqual([expect.stringContaining("error it: its job type '=kind' is not fixed")])
  })

  it("do what business rule, send and script tasks and throwing events say", async () => {
    for (const type of ["businessRuleTask", "sendTask", "scriptTask"]) {
      const { fields, names } = await task('<zeebe:taskDefinition type="job" />', type)
      expect(names).toEqual(["it", "job"])
      expect(fields.handler).toBe("p@1/it/handler")
    }
    const event = await fieldsOf(
      `<intermediateThrowEvent id="it">${extensions('<zeebe:taskDefinition type="job" />')}<messageEventDefinition messageRef="m" /></intermediateThrowEvent>`,
      '<message id="m" name="m" />',
    )
    expect(event.fields).toMatchObject({ type: "SendTask", handler: "p@1/it/handler" })
    expect(event.fields).not.toHaveProperty("trigger")
  })
})

describe("mappings of Camunda 8", () => {
  it("are inputs and outputs; targets with dots are put together", async () => {
    const { fields } = await task(
      `<zeebe:taskDefinition type="x" /><zeebe:ioMapping>
         <zeebe:input source="=order.id" target="id" /><zeebe:input source="fixed" target="mode" />
         <zeebe:input source="=a" target="to.name" /><zeebe:input source="=b" target="to.place.city" /><zeebe:input source="x" target="to.place.kind" />
         <zeebe:output source="=paid" target="done" /></zeebe:ioMapping>`,
    )
    expect(fields.inputs).toEqual([
      { variable: "id", value: feel("order.id") },
      { variable: "mode", value: { value: "fixed" } },
      { variable: "to", value: feel('{"name": (a), "place": ({"city": (b), "kind": "x"})}') },
    ])
    expect(fields.outputs).toEqual([{ variable: "done", value: feel("paid") }])
  })

  it("pass all variables to a called process and back, unless it says otherwise", async () => {
    const all = await task('<zeebe:calledElement processId="child" />', "callActivity")
    expect(all.fields).toMatchObject({ process: { value: "child" }, spread: true })
    expect(all.fields).not.toHaveProperty("input")
    const some = await task(
      `<zeebe:calledElement processId="=which" propagateAllParentVariables="false" propagateAllChildVariables="false" />
       <zeebe:ioMapping><zeebe:input source="=a" target="b" /><zeebe:output source="=c" target="d" /></zeebe:ioMapping>`,
      "callActivity",
    )
    expect(some.fields).toMatchObject({ process: feel("which"), input: feel('{"b": (a)}'), outputs: [{ variable: "d", value: feel("c") }] })
    expect(some.fields).not.toHaveProperty("inputs")
    const nothing = await task('<zeebe:calledElement processId="child" propagateAllChildVariables="false" />', "callActivity")
    expect(nothing.fields).toMatchObject({ outputs: [] })
  })
})

describe("people, decisions, scripts and collections of Camunda 8", () => {
  it("are the fields of a user task", async () => {
    const { fields, problems } = await task(
      `<zeebe:userTask /><zeebe:assignmentDefinition assignee="=boss" candidateGroups="staff, managers" candidateUsers="=[a, b]" />
       <zeebe:taskSchedule dueDate="=due" /><zeebe:formDefinition formId="approval" />`,
      "userTask",
    )
    expect(fields).toMatchObject({
      assignee: feel("boss"),
      groups: ["staff", "managers"],
      candidates: feel("[a, b]"),
      due: feel("due"),
      spread: true,
    })
    expect(problems).toEqual([])
  })

  it("are the decision of a business rule task", async () => {
    const { fields } = await task('<zeebe:calledDecision decisionId="risk" resultVariable="level" />', "businessRuleTask")
    expect(fields).toMatchObject({ type: "BusinessRuleTask", decision: { language: "dmn", text: "risk" }, result: "level" })
    expect((await task('<zeebe:calledDecision decisionId="=d" resultVariable="level" />', "businessRuleTask")).problems.join()).toContain(
      "is not fixed",
    )
  })

  it("are the assignment of a script task", async () => {
    const { fields, problems } = await task('<zeebe:script expression="=a + 1" resultVariable="sum" />', "scriptTask")
    expect(fields).toMatchObject({ type: "ScriptTask", assignments: [{ variable: "sum", value: feel("a + 1") }] })
    expect(fields).not.toHaveProperty("handler")
    expect(problems).toEqual([])
  })

  it("are the items of an activity and the list of what its runs gave", async () => {
    const { fields } = await fieldsOf(
      `<serviceTask id="it">${extensions('<zeebe:taskDefinition type="x" />')}<multiInstanceLoopCharacteristics isSequential="true">${extensions(
        '<zeebe:loopCharacteristics inputCollection="=orders" inputElement="order" outputCollection="results" outputElement="=paid" />',
      )}</multiInstanceLoopCharacteristics></serviceTask>`,
    )
    expect(fields).toMatchObject({
      multiInstance: { items: feel("orders"), item: "order", output: feel("paid"), sequential: true },
      result: "results",
    })
  })
})

describe("correlation keys of Camunda 8", () => {
  const message = `<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="=orderId" /></extensionElements></message>`

  it("belong to what waits for the message", async () => {
    const receive = await fieldsOf('<receiveTask id="it" messageRef="m" />', message)
    expect(receive.fields).toMatchObject({ message: "paid", key: feel("orderId") })
    const caught = await fieldsOf(
      '<intermediateCatchEvent id="it"><messageEventDefinition messageRef="m" /></intermediateCatchEvent>',
      message,
    )
    expect(caught.fields).toMatchObject({ trigger: { type: "message", message: "paid", key: feel("orderId") }, spread: true })
  })

  it("do not belong to what begins a process", async () => {
    const { fields } = await fieldsOf('<startEvent id="it"><messageEventDefinition messageRef="m" /></startEvent>', message)
    expect(fields.trigger).toEqual({ type: "message", message: "paid" })
  })
})

it("tells of listeners, which do not run", async () => {
  const { problems } = await task(
    '<zeebe:taskDefinition type="x" /><zeebe:executionListeners><zeebe:executionListener eventType="start" type="l" /></zeebe:executionListeners>',
  )
  expect(problems).toEqual([expect.stringContaining("warning it: its 'executionListeners' have no effect")])
})
