/**
 * A graph in the plainest of the forms in which the same can be said: links as flows, ends that tell something as events
 * before an end, gateways that join and split as two.
 */
import type { GraphElement, ProcessGraph, SequenceFlow } from "@millrace/process"

export type Element = GraphElement & { readonly [field: string]: unknown }
type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (part: unknown): Fields => (typeof part === "object" && part !== null ? Object.fromEntries(Object.entries(part)) : {})
const triggerOf = ({ trigger }: Element): Fields => fieldsOf(trigger)
const typeOf = (element: Element): unknown => triggerOf(element).type

interface Plain {
  readonly elements: ReadonlyArray<Element>
  readonly flows: ReadonlyArray<SequenceFlow>
}

export const plainGraph = (graph: ProcessGraph): Plain => {
  const all = graph.elements.map((element) => element as Element)
  const { flows } = graph
  const leaving = (id: string) => flows.filter(({ from }) => from === id).length
  const coming = (id: string) => flows.filter(({ to }) => to === id).length
  const waits = new Set(["ParallelGateway", "InclusiveGateway"])
  const isTwo = ({ id, type }: Element): boolean => waits.has(type) && coming(id) > 1 && leaving(id) > 1
  const two = new Set(all.filter(isTwo).map(({ id }) => id))
  return {
    elements: all.flatMap((element) => plain(element, all, flows, two)),
    flows: [
      ...flows.map((flow) => (two.has(flow.from) ? { ...flow, from: `${flow.from}:split` } : flow)),
      ...[...two].map((id) => ({ id: `${id}:split`, from: id, to: `${id}:split` })),
      ...links(all),
      ...all.filter(tells).map(({ id }) => ({ id: `${id}:end`, from: id, to: `${id}:end` })),
    ],
  }
}

const tells = (element: Element): boolean => element.type === "EndEvent" && !silent.has(typeOf(element))
const silent = new Set<unknown>([undefined, "error", "terminate", "cancel"])

const links = (all: ReadonlyArray<Element>): ReadonlyArray<SequenceFlow> =>
  all
    .filter((thrown) => thrown.type === "IntermediateThrowEvent" && typeOf(thrown) === "link")
    .flatMap((thrown) =>
      all
        .filter(
          (one) => one.type === "IntermediateCatchEvent" && one.scope === thrown.scope && triggerOf(one).link === triggerOf(thrown).link,
        )
        .map((one) => ({ id: `${thrown.id}->${one.id}`, from: thrown.id, to: one.id })),
    )

const plain = (
  element: Element,
  all: ReadonlyArray<Element>,
  flows: ReadonlyArray<SequenceFlow>,
  two: ReadonlySet<string>,
): ReadonlyArray<Element> => {
  const { id, type, scope } = element
  const around = scope === undefined ? {} : { scope }
  if (typeOf(element) === "link") return [{ id, type: "ExclusiveGateway", ...around }]
  if (two.has(id)) {
    const { default: otherwise, choose: _, ...join } = element
    return [join, { ...element, id: `${id}:split`, ...(otherwise === undefined ? {} : { default: otherwise }) }]
  }
  if (tells(element))
    return [
      { id, type: "IntermediateThrowEvent", trigger: element.trigger, ...around },
      { id: `${id}:end`, type: "EndEvent", ...around },
    ]
  if (type === "ReceiveTask" && isRaced(id, all, flows)) {
    const { message, key } = element
    return [{ id, type: "IntermediateCatchEvent", trigger: { type: "message", message, ...(key === undefined ? {} : { key }) }, ...around }]
  }
  return [element]
}

/** Whether it is one of the events of an event-based gateway. */
const isRaced = (id: string, all: ReadonlyArray<Element>, flows: ReadonlyArray<SequenceFlow>): boolean =>
  flows.some(({ from, to }) => to === id && all.find((one) => one.id === from)?.type === "EventBasedGateway")
