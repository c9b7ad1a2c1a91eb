/** What other engines do with documents where the standard leaves it open, or where documents are written carelessly. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: JUEL is written so
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { bpmn, importBpmn } from "../../src/index.ts"
import { documentOf } from "../vendors/documents.ts"

const flow = (...ids: ReadonlyArray<string>) =>
  ids
    .slice(1)
    .map((to, index) => `<sequenceFlow id="${ids[index]}-${to}" sourceRef="${ids[index]}" targetRef="${to}"/>`)
    .join("")

const open = async (process: string, roots = "") => {
  const model = await importBpmn(documentOf(process, roots))
  return testProcess(model.process("p"), { plugins: [bpmn()] })
}

const tasksOf = async (test: Awaited<ReturnType<typeof open>>) => (await test.tasks()).map(({ element }) => element).toSorted()

describe("a signal", () => {
  const signal = '<signal id="sig" name="sig"/>'
  const thrown = '<intermediateThrowEvent id="throw"><signalEventDefinition signalRef="sig"/></intermediateThrowEvent>'

  it("is heard by who sends it, where that began to wait before, in the same commit or earlier", async () => {
    await using test = await open(
      `<startEvent id="s"/><parallelGateway id="f"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="sig"/></intermediateCatchEvent>
       ${thrown}<userTask id="a"/><userTask id="b"/>${flow("s", "f", "c", "a")}${flow("f", "throw", "b")}`,
      signal,
    )
    await test.start(undefined)
    expect(await tasksOf(test)).toEqual(["a", "b"])
  })

  it("interrupts the sub-process in which it is thrown, once", async () => {
    await using test = await open(
      `<startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/>${thrown}<userTask id="a"/>${flow("s2", "throw", "a")}</subProcess>
       <boundaryEvent id="b" attachedToRef="sub"><signalEventDefinition signalRef="sig"/></boundaryEvent><userTask id="h"/>${flow("s", "sub")}${flow("b", "h")}`,
      signal,
    )
    await test.start(undefined)
    expect(await tasksOf(test)).toEqual(["h"])
    await test.complete("h", {}, { by: "ann" })
    expect(await test.result()).toHaveProperty("output")
  })
})

describe("a timer", () => {
  const timed = (what: string) =>
    open(
      `<startEvent id="s"/><intermediateCatchEvent id="t"><timerEventDefinition>${what}</timerEventDefinition></intermediateCatchEvent>${flow("s", "t")}`,
    )
  it.each([
    ["a date without offset is in UTC", "<timeDate>2026-01-02T00:00:00</timeDate>"],
    ["a day begins at midnight", "<timeDate>2026-01-02</timeDate>"],
    ["what repeats and comes once is what comes first", "<timeCycle>R/PT24H</timeCycle>"],
  ])("fires: %s", async (_, what) => {
    await using test = await timed(what)
    await test.start(undefined)
    await test.advance("23 hours")
    expect(await test.waiting()).toMatchObject([{ for: "timer" }])
    await test.advance("1 hour")
    expect(await test.result()).toHaveProperty("output")
  })
})

it("tells of what Flowable would do and Millrace does not", async () => {
  const { problems } = await importBpmn(
    documentOf(
      `<dataObject id="d" itemSubjectRef="xsd:string"><extensionElements><flowable:value>x</flowable:value></extensionElements></dataObject>
       <startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><endEvent id="e"><terminateEventDefinition flowable:terminateAll="true"/></endEvent>${flow("s2", "e")}</subProcess>${flow("s", "sub")}`,
    ),
  )
  expect(problems.map(({ element, severity, message }) => `${severity} ${element} ${message.split(":")[0]}`)).toEqual([
    "warning d its value has no effect",
    "warning e its 'terminateAll' has no effect",
  ])
})

it("refuses what would never begin or go on, and FEEL that is none, by element and line", async () => {
  const { problems } = await importBpmn(
    documentOf(
      `<startEvent id="s"/><subProcess id="sub"><task id="t"/></subProcess>
       <boundaryEvent id="b" attachedToRef="sub"><errorEventDefinition/></boundaryEvent><boundaryEvent id="b2" attachedToRef="sub"><errorEventDefinition/></boundaryEvent>
       <exclusiveGateway id="g"/>${flow("s", "sub", "g")}${flow("b", "g")}${flow("b2", "g")}`,
    ),
  )
  expect(problems.map(({ element, severity, line }) => `${severity} ${element} ${line}`)).toEqual(["error g 9", "error b2 8"])
  const feel = await importBpmn(
    documentOf(`<startEvent id="s"/><task id="t"/>
      <sequenceFlow id="f" sourceRef="s" targetRef="t"/><task id="u"/>
      <sequenceFlow id="g" sourceRef="t" targetRef="u"><conditionExpression>= if x then</conditionExpression></sequenceFlow>`),
  )
  expect(feel.problems.filter(({ severity }) => severity === "error")).toMatchObject([{ code: "ExpressionInvalid", element: "t" }])
})

it("refuses names of messages and signals that are expressions: they would be waited for as they are written", async () => {
  const { problems } = await importBpmn(
    documentOf(
      `<startEvent id="s"/><receiveTask id="r" messageRef="m"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="g"/></intermediateCatchEvent>${flow("s", "r", "c")}`,
      '<message id="m" name="paid-${order}"/><signal id="g" name="=&quot;stop-&quot; + order"/>',
    ),
  )
  expect(problems.map(({ code, element }) => `${code} ${element}`)).toEqual(["NotExecutable r", "NotExecutable c"])
})
