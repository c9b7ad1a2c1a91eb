/** Graphs become documents that read back as the same graphs; documents come out as they went in. */
import { process } from "@millrace/builder"
import { canonicalGraph, makeDefinition, type ProcessGraph } from "@millrace/process"
import { randomProcess } from "@millrace/testing"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { exportBpmn } from "../../src/export/exportBpmn.ts"
import { importBpmn } from "../../src/import/importBpmn.ts"
import { layoutOf } from "../../src/layout/GraphLayout.ts"

const readBack = async (xml: string, id: string) => (await importBpmn(xml)).process(id).definition

describe("an exported graph", () => {
  it("reads back as the same graph, whatever it is made of", { timeout: 60_000 }, () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 25 }), async (seed, size) => {
        const { definition } = randomProcess(seed, { size, begins: true })
        const again = await readBack(await exportBpmn(definition, { diagram: false }), definition.id)
        expect(canonicalGraph(again.graph)).toEqual(canonicalGraph(definition.graph))
        expect(again.digest).toBe(definition.digest)
      }),
      { numRuns: 15 },
    ),
  )

  it("reads back with any texts as ids, names, values and expressions", { timeout: 60_000 }, () => {
    const text = fc.string({ unit: "binary", minLength: 1, maxLength: 12 })
    return fc.assert(
      fc.asyncProperty(text, text, text, text, async (a, b, name, value) => {
        const ids = ["start", `x${a}`, `y${b}`]
        const graph: ProcessGraph = {
          elements: [
            { id: "start", type: "StartEvent", name },
            { id: ids[1] ?? "", type: "UserTask", name, assignee: { value }, groups: [value, name] },
            { id: ids[2] ?? "", type: "ScriptTask", assignments: [{ variable: "v", value: { language: value, text: name } }] },
          ] as ProcessGraph["elements"],
          flows: [
            { id: `f${name}`, from: "start", to: ids[1] ?? "" },
            { id: `g${value}`, from: ids[1] ?? "", to: ids[2] ?? "", name, condition: { language: "feel", text: value } },
          ],
        }
        const definition = makeDefinition({ id: `p${name}`, version: 1, graph })
        expect((await readBack(await exportBpmn(definition, { diagram: false }), definition.id)).digest).toBe(definition.digest)
      }),
      { numRuns: 25 },
    )
  })

  it("may begin when several things have come", async () => {
    const triggers = [
      { type: "message", message: "paid", key: { language: "feel", text: "id" } },
      { type: "signal", signal: "go" },
    ]
    const all = { id: "all", type: "StartEvent", result: "came", trigger: { type: "parallelMultiple", triggers } }
    const graph = { elements: [all, { id: "end", type: "EndEvent" }], flows: [{ id: "f", from: "all", to: "end" }] }
    const definition = makeDefinition({ id: "begun", version: 1, graph })
    const xml = await exportBpmn(definition)
    expect(xml).toMatch(/<bpmn:startEvent id="all"[^>]* parallelMultiple="true"/)
    expect((await readBack(xml, "begun")).digest).toBe(definition.digest)
  })

  const order = process("order", { version: 3, input: Schema.Struct({ amount: Schema.Number }), saga: true })
    .exclusive("size", ({ vars }) => (vars.amount > 100 ? "big" : "small"), {
      big: (b) => b.serviceTask("check", () => "fine"),
      small: (b) => b,
    })
    .subProcess("packing", (b) => b.serviceTask("wrap", () => 1))
    .end()

  it("has a diagram, and binds again to the code that it came from", async () => {
    const { definition, bindings } = order.build()
    const xml = await exportBpmn(definition)
    expect(xml).toContain("BPMNShape")
    const imported = (await importBpmn(xml, { bindings })).process()
    expect(imported.version).toBe(3)
    expect(imported.problems.filter(({ severity }) => severity === "error")).toEqual([])
    expect(imported.build().definition.digest).toBe(definition.digest)
  })

  it("can share a document with others, and each has its diagram", async () => {
    const { definition } = order.build()
    const xml = await exportBpmn([definition, { ...definition, id: "other" }])
    const { all } = await importBpmn(xml)
    expect(all.map(({ definition: { digest } }) => digest)).toEqual([definition.digest, definition.digest])
    for (const one of all) {
      const { layout, elements, flows } = one.definition.graph
      const drawn = layoutOf(layout)
      expect(Object.keys(drawn?.shapes ?? {}).toSorted()).toEqual(elements.map(({ id }) => id).toSorted())
      expect(Object.keys(drawn?.edges ?? {}).toSorted()).toEqual(flows.map(({ id }) => id).toSorted())
    }
  })
})

describe("an exported document", () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Whose it is --><?tool keep?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:ex="http://example.com/x" targetNamespace="t">
  <bpmn:collaboration id="c"><bpmn:participant id="pool" name="Us" processRef="p" /></bpmn:collaboration>
  <bpmn:process id="p">
    <bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Sales"><bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="s" /><bpmn:task id="a" name="First" ex:colour="red"><bpmn:documentation>Why</bpmn:documentation>
      <bpmn:extensionElements><ex:cost amount="3" /></bpmn:extensionElements></bpmn:task><bpmn:task id="b" />
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="a" /><bpmn:sequenceFlow id="g" sourceRef="a" targetRef="b" />
    <bpmn:textAnnotation id="note"><bpmn:text>Mind this</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id="to" sourceRef="a" targetRef="note" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="plane" bpmnElement="c">
    <bpmndi:BPMNShape id="a_di" bpmnElement="a"><dc:Bounds x="1" y="2" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="b_di" bpmnElement="b"><dc:Bounds x="201" y="2" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
<!-- </end> -->`

  it("is what it was, also by way of the definition that is stored", async () => {
    const model = await importBpmn(xml)
    expect(await exportBpmn(model)).toBe(xml)
    expect(await exportBpmn(JSON.parse(JSON.stringify(model.process().definition)))).toBe(xml)
    const latin = Buffer.from(xml.replace("UTF-8", "ISO-8859-1").replace("Mind", "Höre"), "latin1")
    expect(await exportBpmn(await importBpmn(latin))).toBe(xml.replace("Mind", "Höre"))
  })

  it("keeps what is foreign where the process was changed: notes, lanes, extensions, shapes", async () => {
    const { definition } = (await importBpmn(xml)).process()
    const { graph } = definition
    const changed = makeDefinition({
      ...definition,
      graph: {
        ...graph,
        elements: [
          ...graph.elements.filter(({ id }) => id !== "b").map((element) => (element.id === "a" ? { ...element, name: "Other" } : element)),
        ],
        flows: graph.flows.filter(({ to }) => to !== "b"),
      },
    })
    const out = await exportBpmn(changed)
    for (const part of [
      'ex:colour="red"',
      '<ex:cost amount="3" />',
      "Mind this",
      "<bpmn:lane ",
      "a_di",
      "Why",
      'name="Other"',
      "?>\n<!-- Whose it is --><?tool keep?>\n<bpmn:def",
      "</bpmn:definitions>\n<!-- </end> -->",
    ])
      expect(out).toContain(part)
    for (const part of ["b_di", "flowNodeRef>b<"]) expect(out).not.toContain(part)
    const again = (await importBpmn(out)).process()
    expect(again.definition.digest).toBe(changed.digest)
    expect(again.problems.filter(({ severity }) => severity === "error")).toEqual([])
  })

  it("keeps in a changed document what has no id, scripts, lines of compensation and events that say nothing", async () => {
    const before = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" targetNamespace="t"><process id="p">
      <task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><task id="u" isForCompensation="true"/>
      <scriptTask id="s" scriptFormat="groovy"><script>x = 1</script></scriptTask><endEvent id="e"><signalEventDefinition/></endEvent>
      <sequenceFlow sourceRef="a" targetRef="s"/><sequenceFlow sourceRef="s" targetRef="e"/><association id="line" sourceRef="b" targetRef="u"/></process>
      <di:BPMNDiagram><di:BPMNPlane bpmnElement="p"><di:BPMNEdge bpmnElement="line"/></di:BPMNPlane></di:BPMNDiagram></definitions>`
    const { definition } = (await importBpmn(before)).process()
    const elements = definition.graph.elements.map((element) => ({ ...element, name: `new ${element.id}` }))
    const changed = makeDefinition({ ...definition, graph: { ...definition.graph, elements } })
    const out = await exportBpmn(changed)
    for (const part of [
      "<scriptTask ",
      "<script>x = 1</script>",
      "<signalEventDefinition",
      '<association id="line"',
      'bpmnElement="line"',
    ]) {
      expect(out).toContain(part)
    }
    expect((await importBpmn(out)).process().definition.digest).toBe(changed.digest)
  })
})
