/** Documents become processes: what they are made of, who does their work, and what is said of what cannot run. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: JUEL is written so
import { makeDefinition } from "@millrace/process"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { BpmnError } from "../../src/BpmnError.ts"
import { problemText } from "../../src/BpmnProblem.ts"
import { exportBpmn } from "../../src/export/exportBpmn.ts"
import { type ImportOptions, importBpmn } from "../../src/import/importBpmn.ts"
import { bpmn } from "../../src/plugin/bpmn.ts"

const documentOf = (content: string, roots = "") => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:ex="http://example.com/x" targetNamespace="t">
${roots}
<process id="p" isExecutable="true">
${content}
</process></definitions>`

const line = (...ids: ReadonlyArray<string>) =>
  ids
    .slice(1)
    .map((id, index) => `<sequenceFlow id="${ids[index]}-${id}" sourceRef="${ids[index]}" targetRef="${id}"/>`)
    .join("")

const read = async (content: string, options?: ImportOptions, roots?: string) =>
  (await importBpmn(documentOf(content, roots), options)).process()

const elementOf = async (content: string, id: string, roots?: string) =>
  (await read(content, {}, roots)).definition.graph.elements.find((element) => element.id === id)

describe("an imported process", () => {
  it("runs: what a task gives becomes variables, conditions choose, and the form of a user task decides", async () => {
    const order = await read(
      `<startEvent id="start"/><serviceTask id="price"/><exclusiveGateway id="size" default="small"/>
       <sequenceFlow id="big" sourceRef="size" targetRef="approve"><conditionExpression xsi:type="tFormalExpression">\${total &gt; 100}</conditionExpression></sequenceFlow>
       <sequenceFlow id="small" sourceRef="size" targetRef="end"/>
       <userTask id="approve"/><endEvent id="end"/>${line("start", "price", "size")}${line("approve", "end")}`,
      { handlers: { price: ({ vars }) => ({ total: Number(vars.amount) * 2 }) } },
    )
    await using test = testProcess(order, { plugins: [bpmn()] })
    await test.start({ amount: 80 })
    await test.complete("approve", { ok: true }, { by: "ann" })
    expect(await test.vars()).toMatchObject({ total: 160, ok: true })
    expect(await test.trace()).toEqual(expect.arrayContaining(["price", "size", "approve", "end"]))
  })

  it("says who has to do what, before anything runs, and runs with mocks in place of handlers", async () => {
    const process = await read(`<startEvent id="s"/>\n<serviceTask id="charge"/>${line("s", "charge")}`)
    expect(process.problems.map(problemText)).toEqual([
      "Line 7: 'charge': nobody says what this task does: give 'handlers' a function of the name 'charge'.",
    ])
    expect(() => process.build()).toThrow(BpmnError)
    expect(process.handlerNames.get("charge")).toEqual(["charge"])
    expect(process.build({ mocks: { charge: () => 1 } }).definition.id).toBe("p")
  })

  it("is told by its id, where a document has several, and those that are only drawn are not opened", async () => {
    const two = (executable: string) =>
      importBpmn(documentOf(`<task id="a"/></process><process id="q" isExecutable="${executable}"><task id="b"/>`))
    expect((await two("true")).process("q").id).toBe("q")
    await expect(two("true").then((model) => model.process())).rejects.toThrow("It has 'p', 'q'")
    expect((await two("false")).processes.map(({ id }) => id)).toEqual(["p"])
    expect((await two("false")).all.map(({ id }) => id)).toEqual(["p", "q"])
  })

  it("begins at everything that nothing leads to, where it has no start event", async () => {
    const { definition } = await read(`<task id="a"/><task id="b"/>${line("a", "b")}<task id="c"/>`)
    expect(definition.graph.flows.filter(({ from }) => from === "start").map(({ to }) => to)).toEqual(["a", "c"])
  })

  it("takes a flow without a condition as one whose condition holds", async () => {
    const { definition, problems } = await read(
      `<startEvent id="s"/><exclusiveGateway id="g"/><task id="a"/><task id="b"/>${line("s", "g", "a")}${line("g", "b")}`,
    )
    expect(definition.graph.flows.find(({ id }) => id === "g-a")?.condition).toEqual({ language: "juel", text: "${true}" })
    expect(problems.find(({ element }) => element === "g-a")).toMatchObject({ severity: "warning", code: "Incomplete" })
  })

  it("refuses what the engine cannot do, by element and line", async () => {
    const { problems } = await read(
      `<startEvent id="s"/>\n<intermediateCatchEvent id="wait"/>\n<callActivity id="call"/>\n<endEvent id="e"><errorEventDefinition/></endEvent>
       ${line("s", "wait", "call", "e")}`,
    )
    expect(problems.map(({ code, element, line }) => [code, element, line])).toEqual([
      ["Incomplete", "wait", 7],
      ["Incomplete", "call", 8],
      ["Incomplete", "e", 9],
    ])
  })

  it("refuses expressions in languages that nobody knows, and takes those that are named", async () => {
    const content = `<startEvent id="s"/><exclusiveGateway id="g" default="g-b"/><task id="a"/><task id="b"/>${line("s", "g", "b")}
      <sequenceFlow id="f" sourceRef="g" targetRef="a"><conditionExpression xsi:type="tFormalExpression" language="http://example.com/rules">x</conditionExpression></sequenceFlow>`
    expect((await read(content)).problems[0]).toMatchObject({ code: "ExpressionInvalid", element: "f" })
    const named = await read(content, { languages: [{ uri: "http://example.com/rules", name: "rules" }] })
    expect(named.definition.graph.flows.find(({ id }) => id === "f")?.condition).toEqual({ language: "rules", text: "x" })
  })
})

describe("an element", () => {
  const timed = (what: string) =>
    `<intermediateCatchEvent id="e"><timerEventDefinition>${what}</timerEventDefinition></intermediateCatchEvent>`
  it.each([
    ["a duration", "<timeDuration>PT5M</timeDuration>", { value: "PT5M" }],
    ["a date", "<timeDate>2030-01-01T00:00:00Z</timeDate>", { value: "2030-01-01T00:00:00Z" }],
    ["a repetition, of which one that comes once takes the first", "<timeCycle>R3/PT10M</timeCycle>", { value: "PT10M" }],
    ["cron", "<timeCycle>0 0 9 * * MON-FRI</timeCycle>", { value: { cron: "0 0 9 * * MON-FRI" } }],
    ["JUEL", "<timeDuration>${wait}</timeDuration>", { language: "juel", text: "${wait}" }],
    ["FEEL", `<timeDuration>= duration("PT1H")</timeDuration>`, { language: "feel", text: `duration("PT1H")` }],
  ])("has a timer by %s", async (_, what, due) => {
    expect(await elementOf(timed(what), "e")).toMatchObject({ trigger: { type: "timer", due } })
  })

  it("has several triggers, or all of them", async () => {
    const event = (attributes: string) =>
      `<intermediateCatchEvent id="e" ${attributes}><messageEventDefinition messageRef="m"/><signalEventDefinition signalRef="t"/></intermediateCatchEvent>`
    const roots = `<message id="m" name="paid"/><signal id="t" name="stop"/>`
    const triggers = [
      { type: "message", message: "paid" },
      { type: "signal", signal: "stop" },
    ]
    expect(await elementOf(event(""), "e", roots)).toMatchObject({ trigger: { type: "multiple", triggers } })
    expect(await elementOf(event(`parallelMultiple="true"`), "e", roots)).toMatchObject({ trigger: { type: "parallelMultiple", triggers } })
    const cycle = "<timerEventDefinition><timeCycle>R3/PT10M</timeCycle></timerEventDefinition>"
    const start = event(`parallelMultiple="true"`).replaceAll("intermediateCatchEvent", "startEvent").replace("</startEvent>", `${cycle}$&`)
    // What all have to come with comes once.
    const time = { type: "timer", due: { value: "PT10M" } }
    expect(await elementOf(start, "e", roots)).toMatchObject({ trigger: { type: "parallelMultiple", triggers: [...triggers, time] } })
  })

  it("runs for each item, or again and again", async () => {
    const looping = (loop: string) => `<task id="a">${loop}</task>`
    const many = `<multiInstanceLoopCharacteristics isSequential="true"><loopDataInputRef>people</loopDataInputRef><inputDataItem name="person"/>
      <completionCondition>\${enough}</completionCondition></multiInstanceLoopCharacteristics>`
    expect(await elementOf(looping(many), "a")).toMatchObject({
      multiInstance: {
        items: { language: "juel", text: "${people}" },
        item: "person",
        sequential: true,
        completion: { language: "juel", text: "${enough}" },
      },
    })
    const counted = `<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>`
    expect(await elementOf(looping(counted), "a")).toMatchObject({ multiInstance: { count: { value: 3 } } })
    const loop = `<standardLoopCharacteristics testBefore="true" loopMaximum="5"><loopCondition>\${more}</loopCondition></standardLoopCharacteristics>`
    expect(await elementOf(looping(loop), "a")).toMatchObject({ loop: { before: true, max: 5, condition: { text: "${more}" } } })
  })

  it("is for people: who does it, and which groups may", async () => {
    const task = `<userTask id="u"><humanPerformer><resourceAssignmentExpression><formalExpression>ann</formalExpression></resourceAssignmentExpression></humanPerformer>
      <potentialOwner><resourceAssignmentExpression><formalExpression>group(sales), support</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>`
    expect(await elementOf(task, "u")).toMatchObject({ assignee: { value: "ann" }, groups: ["sales", "support"] })
  })
})

it("a complex gateway lets what comes again on a flow wait until it is reset, as the standard has it, also when it went out and in", async () => {
  const content = `<startEvent id="s"/><parallelGateway id="split"/><task id="a"/><task id="b"/>
    <complexGateway id="enough"><activationCondition>= arrived >= 1</activationCondition></complexGateway><endEvent id="e"/>
    ${line("s", "split", "a", "enough", "e")}${line("split", "b", "enough")}`
  const { definition } = await read(content)
  expect(definition.graph.elements.find(({ id }) => id === "enough")).toMatchObject({ blocking: true })
  const lax = definition.graph.elements.map((element) => (element.id === "enough" ? { ...element, blocking: undefined } : element))
  for (const elements of [definition.graph.elements, lax]) {
    const made = makeDefinition(JSON.parse(JSON.stringify({ id: "p", version: 1, graph: { elements, flows: definition.graph.flows } })))
    expect((await importBpmn(await exportBpmn(made, { diagram: false }))).process().definition.digest).toBe(made.digest)
  }
})
