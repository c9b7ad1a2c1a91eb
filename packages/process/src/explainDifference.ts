/**
 * What changed between two graphs, in sentences: for people who changed a definition without a new version.
 */
import { canonicalJson } from "@millrace/kernel"
import { canonicalGraph } from "./canonicalGraph.ts"
import type { ProcessGraph } from "./Graph.ts"

/** One sentence for each element or flow that was added, removed or changed. */
export const explainDifference = (before: ProcessGraph, after: ProcessGraph): ReadonlyArray<string> => {
  const a = canonicalGraph(before)
  const b = canonicalGraph(after)
  return [
    ...compareLists("Element", a.elements, b.elements),
    ...compareLists("Flow", a.flows, b.flows),
    ...orderOfFlows(a, b),
    ...(show(a.redacted) === show(b.redacted) ? [] : [`The redacted variables were ${show(a.redacted)} and are ${show(b.redacted)}.`]),
    ...(a.saga === b.saga ? [] : [b.saga === true ? "The process is a saga now." : "The process is no saga any more."]),
  ]
}

interface Identified {
  readonly id: string
}

const compareLists = (what: string, before: ReadonlyArray<Identified>, after: ReadonlyArray<Identified>): ReadonlyArray<string> => {
  const old = new Map(before.map((one) => [one.id, one]))
  const fresh = new Map(after.map((one) => [one.id, one]))
  const removed = before.filter(({ id }) => !fresh.has(id)).map(({ id }) => `${what} '${id}' was removed.`)
  const added = after.filter(({ id }) => !old.has(id)).map(({ id }) => `${what} '${id}' was added.`)
  const changed = after.flatMap((one) => {
    const previous = old.get(one.id)
    return previous === undefined ? [] : changesOf(what, previous, one)
  })
  return [...removed, ...added, ...changed]
}

const changesOf = (what: string, before: Identified, after: Identified): ReadonlyArray<string> => {
  const old = new Map<string, unknown>(Object.entries(before))
  const fresh = new Map<string, unknown>(Object.entries(after))
  const keys = [...new Set([...old.keys(), ...fresh.keys()])].sort()
  return keys
    .filter((key) => show(old.get(key)) !== show(fresh.get(key)))
    .map((key) => `${what} '${after.id}': '${key}' was ${show(old.get(key))} and is ${show(fresh.get(key))}.`)
}

const orderOfFlows = (before: ProcessGraph, after: ProcessGraph): ReadonlyArray<string> => {
  const old = flowsBySource(before)
  const fresh = flowsBySource(after)
  return [...fresh]
    .filter(([from, flows]) => {
      const previous = old.get(from)
      return previous !== undefined && previous.toSorted().join() === flows.toSorted().join() && previous.join() !== flows.join()
    })
    .map(([from, flows]) => `The flows of '${from}' have another order: '${flows.join("', '")}'.`)
}

const flowsBySource = (graph: ProcessGraph): ReadonlyMap<string, ReadonlyArray<string>> => {
  const bySource = new Map<string, Array<string>>()
  for (const { id, from } of graph.flows) bySource.set(from, [...(bySource.get(from) ?? []), id])
  return bySource
}

const show = (value: unknown): string => (value === undefined ? "not given" : canonicalJson(value))
