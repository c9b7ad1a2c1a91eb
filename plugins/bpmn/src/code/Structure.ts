/**
 * How the elements of one scope follow each other: loops, and where ways that part come together again.
 */
import type { GraphElement, ProcessGraph, SequenceFlow } from "@millrace/process"
import { grouped } from "../arrange/Layers.ts"

/** An element with fields that are read here without knowing its type. */
export type PrintedElement = GraphElement & { readonly [field: string]: unknown }

/** What has no place in a chain of the builder. */
export class Inexpressible extends Error {}

export interface Structure {
  readonly element: (id: string) => PrintedElement
  readonly outgoing: (id: string) => ReadonlyArray<SequenceFlow>
  readonly incoming: (id: string) => ReadonlyArray<SequenceFlow>
  readonly attached: (id: string) => ReadonlyArray<PrintedElement>
  readonly members: (scope: string | undefined) => ReadonlyArray<PrintedElement>
  /** Whether a loop goes back to it. */
  readonly isRepeated: (id: string) => boolean
  /** Where ways that begin at these elements come together again: the first element behind which they have nothing of their own. */
  readonly joinOf: (heads: ReadonlyArray<string>, ends?: "ends apart") => string | undefined
  /** Whether a way leads from one element to another, without going back. */
  readonly leadsTo: (from: string, to: string) => boolean
}

export const makeStructure = ({ elements, flows }: ProcessGraph): Structure => {
  const byId = new Map(elements.map((element): [string, PrintedElement] => [element.id, element as PrintedElement]))
  const from = grouped(flows, (flow) => flow.from)
  const to = grouped(flows, (flow) => flow.to)
  const scopes = grouped([...byId.values()], ({ scope }) => scope)
  const hosts = grouped([...byId.values()], ({ attachedTo }) => attachedTo)
  // What an interrupting event leads to follows the activity, too.
  const following = (id: string): ReadonlyArray<SequenceFlow> => [
    ...(from.get(id) ?? []),
    ...(hosts.get(id) ?? []).flatMap((event) => from.get(event.id) ?? []),
  ]
  const { back, order } = search([...byId.keys()], following)
  const repeated = new Set([...back].map((flow) => flow.to))
  const reach = (first: string, without?: string, ends?: "ends apart"): ReadonlySet<string> => {
    const isLeftOut = (id: string): boolean => id === without || (ends !== undefined && isPlainEnd(byId.get(id)))
    const reached = new Set(isLeftOut(first) ? [] : [first])
    for (const id of reached) for (const flow of following(id)) if (!back.has(flow) && !isLeftOut(flow.to)) reached.add(flow.to)
    return reached
  }
  return {
    element: (id) => {
      const element = byId.get(id)
      if (element === undefined) throw new Inexpressible(`'${id}' is not there`)
      return element
    },
    outgoing: (id) => from.get(id) ?? [],
    incoming: (id) => to.get(id) ?? [],
    attached: (id) => hosts.get(id) ?? [],
    members: (scope) => scopes.get(scope) ?? [],
    isRepeated: (id) => repeated.has(id),
    leadsTo: (one, other) => reach(one).has(other),
    joinOf: (heads, ends) => {
      const reaches = heads.map((head) => reach(head, undefined, ends))
      return order.find((candidate) => {
        if (reaches.filter((reached) => reached.has(candidate)).length < 2) return false
        const own = [...heads.map((head) => reach(head, candidate, ends)), reach(candidate, undefined, ends)]
        const seen = new Set<string>()
        return own.every((reached) => {
          const apart = [...reached].every((id) => !seen.has(id))
          for (const id of reached) seen.add(id)
          return apart
        })
      })
    },
  }
}

/** An end that only ends: several ways may each have one of their own. */
export const isPlainEnd = (element: PrintedElement | undefined): boolean => element?.type === "EndEvent" && element.trigger === undefined

/** Flows that go back, and all elements in an order in which flows that do not go back lead on. */
const search = (
  ids: ReadonlyArray<string>,
  following: (id: string) => ReadonlyArray<SequenceFlow>,
): { readonly back: ReadonlySet<SequenceFlow>; readonly order: ReadonlyArray<string> } => {
  const back = new Set<SequenceFlow>()
  const ended: Array<string> = []
  const state = new Map<string, "open" | "done">()
  const targets = new Set(ids.flatMap((id) => following(id).map((flow) => flow.to)))
  for (const first of [...ids.filter((id) => !targets.has(id)), ...ids]) {
    if (state.has(first)) continue
    state.set(first, "open")
    const stack = [{ id: first, next: 0 }]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const flow = following(top.id)[top.next++]
      if (flow === undefined) {
        state.set(top.id, "done")
        ended.push(top.id)
        stack.pop()
      } else if (state.get(flow.to) === "open") back.add(flow)
      else if (!state.has(flow.to)) {
        state.set(flow.to, "open")
        stack.push({ id: flow.to, next: 0 })
      }
    }
  }
  return { back, order: ended.toReversed() }
}
