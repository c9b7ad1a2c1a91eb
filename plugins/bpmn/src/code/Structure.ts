/**
 * How the elements of one scope follow each other, and which of them every way to another one goes through.
 */
import type { GraphElement, ProcessGraph, SequenceFlow } from "@millrace/process"
import { grouped } from "../arrange/Layers.ts"

/** An element with fields that are read here without knowing its type. */
export type PrintedElement = GraphElement & { readonly [field: string]: unknown }

/** What has no place in a chain of the builder. */
export class Inexpressible extends Error {}

export interface Structure {
  readonly all: ReadonlyArray<PrintedElement>
  readonly element: (id: string) => PrintedElement
  readonly find: (id: string) => PrintedElement | undefined
  /** Flows that leave an element. What a link leads to follows it like any other. */
  readonly outgoing: (id: string) => ReadonlyArray<SequenceFlow>
  readonly incoming: (id: string) => ReadonlyArray<SequenceFlow>
  /** Events on its border that lead somewhere. */
  readonly attached: (id: string) => ReadonlyArray<PrintedElement>
  /** The event on its border that compensates it. */
  readonly compensated: (id: string) => PrintedElement | undefined
  readonly members: (scope: string | undefined) => ReadonlyArray<PrintedElement>
  /** Elements of a scope that begin it: its starts, and whatever nothing leads to. */
  readonly roots: (scope: string | undefined) => ReadonlyArray<PrintedElement>
  /** How ways of a scope meet. */
  readonly meeting: (scope: string | undefined) => Meeting
}

/** Where the ways of one scope part and meet. The empty id stands before all that begins it. */
export interface Meeting {
  /** The last element that every way to this one goes through. */
  readonly dominator: (id: string) => string | undefined
  /** Whether every way to the second one goes through the first. */
  readonly dominates: (one: string, other: string) => boolean
  /** Elements to which several ways lead, by the last element that all these ways go through; in the order of the flow. */
  readonly meetBehind: (id: string) => ReadonlyArray<string>
  /** Whether ways lead back to it from behind it. */
  readonly isRepeated: (id: string) => boolean
  readonly isReached: (id: string) => boolean
}

export const makeStructure = ({ elements, flows }: ProcessGraph): Structure => {
  const byId = new Map(elements.map((element): [string, PrintedElement] => [element.id, element as PrintedElement]))
  const all = [...flows, ...linked([...byId.values()])]
  const from = grouped(all, (flow) => flow.from)
  const to = grouped(all, (flow) => flow.to)
  const scopes = grouped([...byId.values()], ({ scope }) => scope)
  const hosts = grouped([...byId.values()], ({ attachedTo }) => attachedTo)
  const outgoing = (id: string) => from.get(id) ?? []
  const incoming = (id: string) => to.get(id) ?? []
  const attached = (id: string) => (hosts.get(id) ?? []).filter((event) => !compensates(event))
  const members = (scope: string | undefined) => scopes.get(scope) ?? []
  const roots = (scope: string | undefined) =>
    members(scope).filter(
      ({ id, type, isForCompensation }) =>
        incoming(id).length === 0 && type !== "BoundaryEvent" && type !== "EventSubProcess" && isForCompensation !== true,
    )
  const meetings = new Map<string | undefined, Meeting>()
  return {
    all: [...byId.values()],
    element: (id) => {
      const element = byId.get(id)
      if (element === undefined) throw new Inexpressible(`'${id}' is not there`)
      return element
    },
    find: (id) => byId.get(id),
    outgoing,
    incoming,
    attached,
    compensated: (id) => hosts.get(id)?.find(compensates),
    members,
    roots,
    meeting: (scope) => {
      const known = meetings.get(scope)
      if (known !== undefined) return known
      const begins = roots(scope).map(({ id }) => id)
      const next = (id: string): ReadonlyArray<string> =>
        id === "" ? begins : [...outgoing(id).map((flow) => flow.to), ...attached(id).map((event) => event.id)]
      const made = makeMeeting(next)
      meetings.set(scope, made)
      return made
    },
  }
}

const typeOf = (trigger: unknown): unknown =>
  typeof trigger === "object" && trigger !== null && "type" in trigger ? trigger.type : undefined
const compensates = ({ trigger }: PrintedElement): boolean => typeOf(trigger) === "compensation"

/** A link is a flow that is not drawn. */
const linked = (elements: ReadonlyArray<PrintedElement>): ReadonlyArray<SequenceFlow> =>
  elements.flatMap((thrown) => {
    if (thrown.type !== "IntermediateThrowEvent" || !isLink(thrown)) return []
    const caught = elements.find(
      (one) => one.type === "IntermediateCatchEvent" && one.scope === thrown.scope && isLink(one) && linkOf(one) === linkOf(thrown),
    )
    return caught === undefined ? [] : [{ id: `${thrown.id}->${caught.id}`, from: thrown.id, to: caught.id }]
  })

/** Whether an event is one end of a link. */
export const isLink = ({ trigger }: PrintedElement): boolean => typeOf(trigger) === "link"
const linkOf = ({ trigger }: PrintedElement): unknown => Object(trigger).link

/** An end that only ends: several ways may each have one of their own. */
export const isPlainEnd = (element: PrintedElement | undefined): boolean => element?.type === "EndEvent" && element.trigger === undefined

const makeMeeting = (next: (id: string) => ReadonlyArray<string>): Meeting => {
  const order = reversePostorder(next)
  const place = new Map(order.map((id, index) => [id, index]))
  const before = new Map<string, Array<string>>()
  for (const id of order) for (const to of next(id)) before.set(to, [...(before.get(to) ?? []), id])
  const idom = dominators(order, place, before)
  const dominates = (one: string, other: string): boolean => {
    for (let at: string | undefined = other; at !== undefined; at = at === "" ? undefined : idom.get(at)) if (at === one) return true
    return false
  }
  const merging = order.filter((id) => id !== "" && (before.get(id)?.length ?? 0) > 1)
  const behind = grouped(merging, (id) => idom.get(id) ?? "")
  const repeated = new Set(order.filter((id) => before.get(id)?.some((from) => dominates(id, from))))
  return {
    dominator: (id) => idom.get(id),
    dominates,
    meetBehind: (id) => behind.get(id) ?? [],
    isRepeated: (id) => repeated.has(id),
    isReached: (id) => place.has(id),
  }
}

const reversePostorder = (next: (id: string) => ReadonlyArray<string>): ReadonlyArray<string> => {
  const done: Array<string> = []
  const seen = new Set([""])
  const stack = [{ id: "", at: 0 }]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    // The last way first, so that the first one stands first in the end.
    const to = next(top.id).toReversed()[top.at++]
    if (to === undefined) {
      done.push(top.id)
      stack.pop()
    } else if (!seen.has(to)) {
      seen.add(to)
      stack.push({ id: to, at: 0 })
    }
  }
  return done.toReversed()
}

/** Cooper, Harvey and Kennedy: a simple, fast dominance algorithm. */
const dominators = (
  order: ReadonlyArray<string>,
  place: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, ReadonlyArray<string>>,
): ReadonlyMap<string, string> => {
  const idom = new Map([["", ""]])
  const at = (id: string): number => place.get(id) ?? 0
  const common = (one: string, other: string): string => {
    let [a, b] = [one, other]
    while (a !== b) {
      while (at(a) > at(b)) a = idom.get(a) ?? ""
      while (at(b) > at(a)) b = idom.get(b) ?? ""
    }
    return a
  }
  for (let changed = true; changed; ) {
    changed = false
    for (const id of order.slice(1)) {
      const known = (before.get(id) ?? []).filter((from) => idom.has(from))
      const [first, ...others] = known
      if (first === undefined) continue
      const found = others.reduce(common, first)
      if (idom.get(id) === found) continue
      idom.set(id, found)
      changed = true
    }
  }
  return idom
}
