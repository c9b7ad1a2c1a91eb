import type { ProcessGraph } from "@millrace/process"
import { randomProcess } from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"
import { importBpmn } from "../../src/import/importBpmn.ts"
import { exportSvg } from "../../src/picture/exportSvg.ts"

const process = { kind: "process", version: 1, digest: "" }
const graph: ProcessGraph = {
  elements: [
    { id: "start", type: "StartEvent" },
    { id: "pay", type: "UserTask", name: 'Pay <now> & "here"' },
    { id: "end", type: "EndEvent", name: "paid" },
  ],
  flows: [
    { id: "f1", from: "start", to: "pay" },
    { id: "f2", from: "pay", to: "end" },
  ],
}
const part = (svg: string, kind: "element" | "flow", id: string): string => {
  const from = svg.indexOf(`<g data-${kind}="${id}"`)
  const to = svg.indexOf("\n<g data-", from + 1)
  return svg.slice(from, to < 0 ? undefined : to)
}

describe("a picture", () => {
  const svg = exportSvg({ ...process, id: "pay", graph })

  it("has every element and every flow, by id", () => {
    for (const id of ["start", "pay", "end"]) expect(svg).toContain(`data-element="${id}"`)
    for (const id of ["f1", "f2"]) expect(svg).toContain(`data-flow="${id}"`)
  })

  it("escapes names, and leaves out what XML cannot hold", () => {
    expect(svg).toContain("Pay &lt;now&gt; &amp; &quot;here&quot; (pay)")
    const strange = exportSvg({ ...process, id: "x", graph: { elements: [{ id: "a", type: "Task", name: "a\u0000b\ud800c" }], flows: [] } })
    expect(strange).toContain("ab\ufffdc")
  })

  it("refers to nothing outside, and to nothing by id, so that several can stand on one page", () => {
    expect(svg).not.toMatch(/url\(|href|<style|<script| id="/)
  })

  it("is the same whenever it is made", () => {
    expect(exportSvg({ ...process, id: "pay", graph })).toBe(svg)
  })

  it("has numbers only, whatever the graph is", () => {
    for (let seed = 1; seed <= 30; seed++) {
      expect(exportSvg(randomProcess(seed, { size: 16 }).definition)).not.toMatch(/NaN|Infinity|undefined/)
    }
  })

  it("is empty for a graph that is", () => {
    expect(exportSvg({ ...process, id: "none", graph: { elements: [], flows: [] } })).toContain("<svg")
  })
})

describe("an instance", () => {
  const history = [
    {
      seq: 1,
      events: [
        { type: "ElementActivated", element: "start" },
        { type: "SequenceFlowTaken", flow: "f1" },
        { type: "ElementActivated", element: "pay" },
      ],
    },
  ]

  it("shows the ways that were taken", () => {
    const svg = exportSvg({ ...process, id: "pay", graph }, { history })
    expect(part(svg, "flow", "f1")).toContain("#1670c4")
    expect(part(svg, "flow", "f2")).not.toContain("#1670c4")
    expect(part(svg, "element", "start")).toContain("#1670c4")
    expect(part(svg, "element", "end")).not.toContain("#1670c4")
  })

  it("shows tokens, and how many stand at one place", () => {
    const svg = exportSvg({ ...process, id: "pay", graph }, { tokens: ["pay", { element: "pay", for: "task" }, "pay"] })
    expect(part(svg, "element", "pay")).toContain(">3</text>")
  })

  it("shows incidents in red", () => {
    const svg = exportSvg({ ...process, id: "pay", graph }, { tokens: [{ element: "pay", for: "incident" }] })
    expect(part(svg, "element", "pay")).toContain("#c62828")
  })
})

describe("the diagram of a document", () => {
  const layout = {
    shapes: {
      start: { x: 100, y: 100, width: 36, height: 36 },
      pay: { x: 200, y: 78, width: 100, height: 80 },
      end: { x: 400, y: 100, width: 36, height: 36 },
    },
    edges: {
      f1: {
        points: [
          { x: 136, y: 118 },
          { x: 200, y: 118 },
        ],
      },
      f2: {
        points: [
          { x: 300, y: 118 },
          { x: 400, y: 118 },
        ],
      },
    },
    decorations: [{ id: "note", type: "TextAnnotation", text: "by card", shape: { x: 220, y: 200, width: 100, height: 30 } }],
  }

  it("is drawn as it is, with what does not run", () => {
    const svg = exportSvg({ ...process, id: "pay", graph: { ...graph, layout } })
    expect(svg).toContain('<rect x="200" y="78" width="100" height="80"')
    expect(svg).toContain(">by card</text>")
  })

  it("is left out of account where somebody wants that, or where it lacks something", () => {
    expect(exportSvg({ ...process, id: "pay", graph: { ...graph, layout } }, { layout: "own" })).toBe(
      exportSvg({ ...process, id: "pay", graph }),
    )
    const { pay: _, ...rest } = layout.shapes
    expect(exportSvg({ ...process, id: "pay", graph: { ...graph, layout: { ...layout, shapes: rest } } })).toBe(
      exportSvg({ ...process, id: "pay", graph }),
    )
  })
})

it("shows an event as an event where a handler does its work, and keeps words whole", async () => {
  const { definition } = (
    await importBpmn(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
      xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="t"><process id="p">
      <endEvent id="e" name="Application received"><extensionElements><zeebe:taskDefinition type="send"/></extensionElements><messageEventDefinition/></endEvent>
      </process><di:BPMNDiagram><di:BPMNPlane bpmnElement="p"><di:BPMNShape bpmnElement="e"><dc:Bounds x="0" y="0" width="36" height="36"/>
      <di:BPMNLabel><dc:Bounds x="-10" y="40" width="50" height="26"/></di:BPMNLabel></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram></definitions>`)
  ).process()
  expect(definition.graph.elements[0]?.type).toBe("SendTask")
  const svg = exportSvg(definition)
  expect(svg).toContain("<circle")
  expect(svg).toContain(">Application</text>")
})

it("shows what an event is for where the document says no more, and keeps texts off markers", async () => {
  const { definition } = (
    await importBpmn(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
      xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="t"><process id="p"><startEvent id="s"><timerEventDefinition/></startEvent>
      <task id="t" name="Publish on other platforms"><multiInstanceLoopCharacteristics/></task></process><di:BPMNDiagram><di:BPMNPlane bpmnElement="p">
      <di:BPMNShape bpmnElement="s"><dc:Bounds x="0" y="0" width="36" height="36"/></di:BPMNShape>
      <di:BPMNShape bpmnElement="t"><dc:Bounds x="100" y="0" width="80" height="80"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram></definitions>`)
  ).process()
  const svg = exportSvg(definition)
  expect(/<g data-element="s">(.*?)<\/g>\n/s.exec(svg)?.[1]).toContain("<g transform")
  for (const [, y] of svg.matchAll(/<text x="140" y="([\d.]+)"/g)) expect(Number(y)).toBeLessThan(60)
})
