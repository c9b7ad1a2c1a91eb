/**
 * Whether two graphs say the same: by what stands in them and how it follows each other. What only names things, gateways
 * that every token just goes through, and the variables of payloads do not count.
 */
import type { GraphElement, ProcessGraph } from "@millrace/process"

type Element = GraphElement & { readonly [field: string]: unknown }
interface Flow {
  from: string
  to: string
  readonly condition: string
}

/** The parts of a graph as texts, in an order that says nothing of how it was written. */
export const signature = (graph: ProcessGraph): ReadonlyArray<string> => {
  const elements = new Map(graph.elements.map((element): [string, Element] => [element.id, element as Element]))
  const flows = graph.flows.map((flow): Flow => ({ from: flow.from, to: flow.to, condition: conditionOf(elements, graph, flow) }))
  while (shortened(elements, flows));
  let colours = new Map([...elements.values()].map((element) => [element.id, own(element, elements)]))
  for (let round = 0; round < Math.min(elements.size, 12); round++) {
    colours = new Map(
      [...elements.keys()].map((id) => {
        const before = flows.filter(({ to }) => to === id).map(({ from, condition }) => `<${colours.get(from)} ${condition}`)
        const after = flows.filter(({ from }) => from === id).map(({ to, condition }) => `>${colours.get(to)} ${condition}`)
        return [id, short(`${own(elements.get(id) ?? { id, type: "" }, elements)} ${[...before, ...after].toSorted().join(" ")}`)]
      }),
    )
  }
  return [...elements.values()].map((element) => `${own(element, elements)} ${colours.get(element.id)}`).toSorted()
}

const short = (text: string): string => {
  let hash = 0n
  for (const letter of text) hash = (hash * 1_000_003n + BigInt(letter.codePointAt(0) ?? 0)) % 9_007_199_254_740_881n
  return hash.toString(36)
}

const always = /^(true|\$\{true\})$/

const conditionOf = (elements: ReadonlyMap<string, Element>, { flows }: ProcessGraph, flow: ProcessGraph["flows"][number]): string => {
  const from = elements.get(flow.from)
  if (from?.default === flow.id) return "otherwise"
  const { condition } = flow
  if (condition === undefined) return ""
  const last = flows.findLast((one) => one.from === flow.from) === flow
  const sure = "text" in condition && always.test(condition.text)
  return from?.type === "ExclusiveGateway" && from.default === undefined && last && sure ? "otherwise" : JSON.stringify(condition)
}

const isNamed = ({ type }: Element): boolean => !type.endsWith("Gateway") && type !== "StartEvent" && type !== "EndEvent"
const named = (id: unknown): string => String(id).split("/").at(-1)?.split(":").at(-1) ?? ""

const own = (element: Element, elements: ReadonlyMap<string, Element>): string => {
  const { id, type, name, scope, attachedTo, default: _, result: __, output: ___, ...rest } = element
  const fields = {
    ...(isNamed(element) ? { id: named(id) } : {}),
    ...(isNamed(element) && !type.endsWith("Event") ? { name } : {}),
    ...(scope === undefined || !elements.has(scope) ? {} : { scope: named(scope) }),
    ...(attachedTo === undefined ? {} : { attachedTo: named(attachedTo) }),
    ...(type.endsWith("Event") ? { ...rest, spread: undefined } : rest),
  }
  return JSON.stringify({ type, ...fields }, (key, value) => (key === "codec" || key === "handler" ? undefined : sorted(value)))
}

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value

/** Takes one thing out that says nothing. */
const shortened = (elements: Map<string, Element>, flows: Array<Flow>): boolean => {
  for (const { id, type, trigger } of elements.values()) {
    const incoming = flows.filter(({ to }) => to === id)
    const outgoing = flows.filter(({ from }) => from === id)
    const [first] = outgoing
    const drop = () => {
      elements.delete(id)
      for (let at = flows.length - 1; at >= 0; at--) if (flows[at]?.from === id || flows[at]?.to === id) flows.splice(at, 1)
      return true
    }
    const gateway = type === "ExclusiveGateway" || type === "ParallelGateway" || type === "InclusiveGateway"
    if ((type === "EndEvent" && trigger === undefined) || (gateway && outgoing.length === 0 && incoming.length > 0)) {
      // A choice that may end is another one than a choice that may not.
      if (
        incoming.some(({ from }) => flows.filter((flow) => flow.from === from).length > 1 && elements.get(from)?.type.endsWith("Gateway"))
      )
        continue
      return drop()
    }
    const goesThrough = type === "ExclusiveGateway" || incoming.length === 1
    if (gateway && goesThrough && first !== undefined && outgoing.length === 1) {
      const { to } = first
      for (const flow of incoming) flow.to = to
      return drop()
    }
    const [source] = incoming
    if (
      type === "ParallelGateway" &&
      incoming.length === 1 &&
      source !== undefined &&
      elements.get(source.from)?.type.endsWith("Gateway") !== true
    ) {
      for (const flow of outgoing) flow.from = source.from
      return drop()
    }
  }
  return false
}
