/**
 * Whether two graphs say the same: by what stands in them and how it follows each other. What only names things, gateways
 * that every token just goes through, and the variables of payloads do not count.
 */
import type { ProcessGraph } from "@millrace/process"
import { type Element, plainGraph } from "./plainGraph.ts"

interface Flow {
  from: string
  to: string
  readonly condition: string
}

/** The parts of a graph as texts, in an order that says nothing of how it was written. */
export const signature = (given: ProcessGraph): ReadonlyArray<string> => {
  const graph = plainGraph(given)
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

const isNamed = ({ type, isForCompensation, trigger }: Element): boolean =>
  !type.endsWith("Gateway") &&
  type !== "StartEvent" &&
  type !== "EndEvent" &&
  type !== "EventSubProcess" &&
  isForCompensation !== true &&
  Object(trigger).type !== "compensation"
const named = (id: unknown): string => String(id).split("/").at(-1)?.split(":").at(-1) ?? ""

const own = (element: Element, elements: ReadonlyMap<string, Element>): string => {
  const { id, type, name, scope, attachedTo, default: _, result: __, output: ___, ...rest } = element
  const around = scope === undefined ? undefined : elements.get(scope)
  const fields = {
    ...(isNamed(element) ? { id: named(id) } : {}),
    ...(isNamed(element) && !type.endsWith("Event") ? { name } : {}),
    ...(around === undefined ? {} : { scope: isNamed(around) ? named(around.id) : around.type }),
    ...(attachedTo === undefined ? {} : { attachedTo: named(attachedTo) }),
    ...(type.endsWith("Event") ? { ...rest, spread: undefined } : rest),
  }
  return JSON.stringify({ type, ...fields }, (key, value) => said(key, value, elements))
}

/** What a field says: names that the builder makes, and defaults, say nothing. */
const said = (key: string, value: unknown, elements: ReadonlyMap<string, Element>): unknown => {
  if (key === "codec" || key === "compact") return undefined
  if (key === "outputs" && Array.isArray(value) && value.length === 0) return undefined
  // How something is undone stands where it hangs.
  if (key === "handler") return elements.has(String(value)) ? work(elements.get(String(value))) : undefined
  // A called process gets the variables, and a message nothing: the builder says so by functions.
  if ((key === "input" || key === "payload") && typeof value === "object" && value !== null && "code" in value) return undefined
  if (key === "activity") return named(value)
  if (key === "item" && value === "item") return undefined
  if (key === "inputs" && Array.isArray(value)) return value.map(fixed)
  return sorted(value)
}

const work = (element: Element | undefined): unknown => ({ type: element?.type, name: element?.name, message: element?.message })

/** A value that is always the same may be written as a function. */
const fixed = (input: unknown): unknown => {
  const { variable, value } = Object(input)
  return { variable, value: "value" in value || "code" in value ? "fixed" : value }
}

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value

/** Takes one thing out that says nothing. */
const shortened = (elements: Map<string, Element>, flows: Array<Flow>): boolean => {
  // Gateways with one way in and one out go first: a loop of gateways alone would come out differently otherwise.
  const isPassed = ({ id, type }: Element): boolean =>
    type.endsWith("Gateway") && flows.filter(({ to }) => to === id).length === 1 && flows.filter(({ from }) => from === id).length === 1
  const all = [...elements.values()]
  const isEnd = ({ type }: Element): boolean => type === "EndEvent"
  const others = all.filter((one) => !isPassed(one))
  for (const element of [...all.filter(isPassed), ...others.filter((one) => !isEnd(one)), ...others.filter(isEnd)]) {
    const { id, type, trigger } = element
    const incoming = flows.filter(({ to }) => to === id)
    const outgoing = flows.filter(({ from }) => from === id)
    const [first] = outgoing
    const drop = () => {
      elements.delete(id)
      for (let at = flows.length - 1; at >= 0; at--) if (flows[at]?.from === id || flows[at]?.to === id) flows.splice(at, 1)
      return true
    }
    if (type === "EndEvent" && trigger === undefined && incoming.length > 1) {
      // Each way has an end of its own.
      for (const [at, flow] of incoming.entries()) {
        elements.set(`${id}:${at}`, { ...element, id: `${id}:${at}` })
        flow.to = `${id}:${at}`
      }
      elements.delete(id)
      return true
    }
    const onto = first === undefined ? undefined : elements.get(first.to)
    if (
      type.endsWith("Gateway") &&
      incoming.length > 1 &&
      outgoing.length === 1 &&
      onto?.type === "EndEvent" &&
      onto.trigger === undefined
    ) {
      // Waiting for each other before an end says nothing.
      for (const flow of incoming) flow.to = onto.id
      elements.delete(id)
      flows.splice(
        flows.findIndex(({ from }) => from === id),
        1,
      )
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
