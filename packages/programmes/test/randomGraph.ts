/** Graphs of any form: elements of every kind, and flows from anywhere to anywhere. */
import type { GraphElement, ProcessGraph, SequenceFlow } from "@millrace/process"
import fc from "fast-check"

type Element = GraphElement & { readonly [field: string]: unknown }
interface Picked {
  readonly kind: number
  readonly ways: ReadonlyArray<number>
  readonly detail: number
}

const message = { type: "message", message: "news" }
const triggers: ReadonlyArray<object> = [
  { type: "timer", due: { value: "PT1H" } },
  message,
  { type: "signal", signal: "bell" },
  { type: "conditional", condition: { language: "feel", text: "total > 9" } },
]
const pick = <T>(all: ReadonlyArray<T>, at: number): T | undefined => all[at % all.length]

/** What an element is, and how many ways may leave it. */
const kinds: ReadonlyArray<(id: string, detail: number) => { readonly element: Element; readonly most: number }> = [
  (id) => ({ element: { id, type: "UserTask", name: `Do ${id}`, spread: true }, most: 1 }),
  (id) => ({ element: { id, type: "ManualTask" }, most: 2 }),
  (id) => ({ element: { id, type: "ReceiveTask", message: "news", spread: true }, most: 1 }),
  (id, detail) => ({ element: { id, type: "IntermediateCatchEvent", trigger: pick(triggers, detail) }, most: 1 }),
  (id) => ({ element: { id, type: "IntermediateThrowEvent", trigger: { type: "signal", signal: "done" } }, most: 1 }),
  (id) => ({ element: { id, type: "ExclusiveGateway" }, most: 3 }),
  (id) => ({ element: { id, type: "ParallelGateway" }, most: 3 }),
  (id) => ({ element: { id, type: "InclusiveGateway" }, most: 3 }),
  (id) => ({ element: { id, type: "EventBasedGateway" }, most: 0 }),
  (id) => ({ element: { id, type: "SubProcess" }, most: 1 }),
  (id, detail) => ({ element: { id, type: "EndEvent", ...(detail % 3 === 0 ? { trigger: { type: "terminate" } } : {}) }, most: 0 }),
]

const picked: fc.Arbitrary<Picked> = fc.record({
  kind: fc.nat(kinds.length - 1),
  ways: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
  detail: fc.nat(11),
})

const graphOf = (all: ReadonlyArray<Picked>, first: number): ProcessGraph => {
  const elements: Array<Element> = [{ id: "s", type: "StartEvent" }]
  const flows: Array<SequenceFlow> = []
  const flow = (from: string, to: string, text?: string): SequenceFlow => {
    const made = { id: `f${flows.length}`, from, to, ...(text === undefined ? {} : { condition: { language: "feel", text } }) }
    flows.push(made)
    return made
  }
  const target = (at: number): string => `e${at % all.length}`
  flow("s", target(first))
  for (const [index, { kind, ways, detail }] of all.entries()) {
    const id = `e${index}`
    const { element, most } = kinds[kind]?.(id, detail) ?? { element: { id, type: "ManualTask" }, most: 1 }
    const count = most === 0 ? 0 : 1 + (detail % most)
    elements.push(element)
    const asks = (element.type === "ExclusiveGateway" || element.type === "InclusiveGateway") && count > 1
    const made = ways.slice(0, count).map((way, at) => flow(id, target(way), asks && at > 0 ? `total > ${at}` : undefined))
    if (asks) elements[elements.length - 1] = { ...element, default: made[0]?.id }
    if (element.type === "EventBasedGateway") {
      for (const [at, way] of ways.slice(0, 2).entries()) {
        const event = `${id}-${at}`
        elements.push({ id: event, type: "IntermediateCatchEvent", trigger: pick(triggers, at) })
        flow(id, event)
        flow(event, target(way))
      }
    }
    if (element.type === "SubProcess") {
      elements.push({ id: `${id}-in`, type: "StartEvent", scope: id }, { id: `${id}-do`, type: "UserTask", scope: id, spread: true })
      flow(`${id}-in`, `${id}-do`)
    }
    if ((element.type === "SubProcess" || element.type === "UserTask") && detail % 2 === 0) {
      const event = `${id}-on`
      elements.push({
        id: event,
        type: "BoundaryEvent",
        attachedTo: id,
        trigger: pick(triggers, detail),
        ...(detail % 4 === 0 ? { interrupting: false } : {}),
      })
      flow(event, target(ways[2] ?? 0))
    }
  }
  return reached({ elements, flows })
}

/** Without what nothing leads to. */
const reached = ({ elements, flows }: ProcessGraph): ProcessGraph => {
  const seen = new Set(["s"])
  for (const id of seen) {
    for (const { from, to } of flows) if (from === id) seen.add(to)
    for (const element of elements) if (("attachedTo" in element && element.attachedTo === id) || element.scope === id) seen.add(element.id)
  }
  return { elements: elements.filter(({ id }) => seen.has(id)), flows: flows.filter(({ from }) => seen.has(from)) }
}

const anyGraph = (most: number): fc.Arbitrary<ProcessGraph> =>
  fc.tuple(fc.array(picked, { minLength: 1, maxLength: most }), fc.nat()).map(([all, first]) => graphOf(all, first))

/** How many places make more of one token: what is asked of a graph before it runs takes its time with many. */
const splits = ({ elements, flows }: ProcessGraph): number =>
  elements.filter(({ id, type }) => type !== "ExclusiveGateway" && flows.filter(({ from }) => from === id).length > 1).length

/** Those of them that are soon checked. */
export const randomGraph = (most: number): fc.Arbitrary<ProcessGraph> => anyGraph(most).filter((graph) => splits(graph) < 3)
