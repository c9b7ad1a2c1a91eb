import { describe, expect, it } from "vitest"
import { arrangeGraph, BpmnError, exportBpmn, exportSvg, graphProcess, importBpmn } from "../src/index.ts"

const js = (value: unknown): never => value as never
const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><process id="p" isExecutable="true">
  <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/></process></definitions>`
const rubbish: ReadonlyArray<unknown> = [null, 0.5, 10n, Symbol("s"), () => 1, [{}], new Date(Number.NaN), new Map(), { some: "field" }]

describe("what is no document, no definition or no option", () => {
  it.each(rubbish.map((given) => [given]))("%s is refused with a code", async (given) => {
    const { definition } = (await importBpmn(xml)).process()
    const isObject = Object.prototype.toString.call(given) === "[object Object]"
    for (const call of [
      () => importBpmn(js(given)),
      () => importBpmn(xml, js(given)),
      () => exportBpmn(js(given)),
      () => exportBpmn(definition, js(given)),
      () => exportSvg(js(given)),
      () => exportSvg(definition, js(given)),
      () => graphProcess("p", js(given)),
      () => graphProcess("p", { version: 1, graph: js(given) }),
      () => arrangeGraph(js(given)),
      ...(isObject ? [] : [() => importBpmn(xml, { handlers: js(given) }), () => importBpmn(xml, { limits: js(given) })]),
      ...(Array.isArray(given)
        ? []
        : [() => importBpmn(xml, { languages: js(given) }), () => exportSvg(definition, { tokens: js(given) })]),
    ]) {
      const error = await new Promise((answer) => answer(call())).catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(BpmnError)
      expect(error).toMatchObject({ code: "ArgumentInvalid" })
    }
  })

  it("names the options that there are", async () => {
    await expect(importBpmn(xml, js({ handlrs: {} }))).rejects.toThrow("importBpmn has no option 'handlrs'. Options: version, handlers,")
  })
})
