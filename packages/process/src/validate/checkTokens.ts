/**
 * Follows the tokens of each scope through its structure, every choice being possible, and finds joins that wait for
 * what cannot come, and elements that two tokens reach. What it finds can happen as far as the structure tells; graphs
 * with very many choices are followed only so far.
 */
import type { Diagnostic } from "@millrace/kernel"
import type { Check, CheckedElement, Model } from "./Model.ts"
import { byScope, incomingOf, outgoingOf, warning } from "./Model.ts"

/** Tokens by flow. */
type Marking = ReadonlyMap<string, number>

const markingsPerScope = 3000

export const checkTokens: Check = (model) => [...byScope(model).values()].flatMap((members) => checkScope(model, members))

const checkScope = (model: Model, members: ReadonlyArray<CheckedElement>): ReadonlyArray<Diagnostic> => {
  const found = new Map<string, Diagnostic>()
  const attached = Map.groupBy(members, ({ prepared }) => prepared.boundary?.attachedTo)
  const starts = members.filter(({ prepared }) => prepared.shape.begins === "scope").flatMap(({ element }) => outgoingOf(model, element.id))
  const todo: Array<Marking> = [
    add(
      new Map(),
      starts.map((flow) => flow.id),
    ),
  ]
  const seen = new Set<string>()
  for (let marking = todo.pop(); marking !== undefined && seen.size < markingsPerScope; marking = todo.pop()) {
    const key = [...marking].sort(([a], [b]) => (a < b ? -1 : 1)).join("|")
    if (seen.has(key)) continue
    seen.add(key)
    const crowded = members.filter((one) => tokensAt(model, one, marking) > 1 && one.prepared.shape.joins === "each")
    for (const { element } of crowded) {
      found.set(
        `each ${element.id}`,
        warning(
          "SynchronisationMissing",
          element.id,
          `Two tokens can reach '${element.id}', which begins with each of them.`,
          "Join the branches with a parallel gateway before it, or mean it to run twice.",
        ),
      )
    }
    if (crowded.length > 0) continue
    // What merges goes last, so that tokens that can meet do.
    const able = members.filter((one) => canBegin(model, one, marking))
    const next = able.find((one) => incomingOf(model, one.element.id).length < 2) ?? able[0]
    if (next === undefined) {
      for (const { element } of members.filter((one) => tokensAt(model, one, marking) > 0)) {
        found.set(
          `all ${element.id}`,
          warning(
            "JoinCanDeadlock",
            element.id,
            `'${element.id}' can wait for a flow on which no token comes.`,
            "Merge what an exclusive gateway split with an exclusive gateway, or make sure that all its flows are taken.",
          ),
        )
      }
      continue
    }
    todo.push(...step(model, next, attached.get(next.element.id) ?? [], marking))
  }
  return [...found.values()]
}

const tokensAt = (model: Model, { element }: CheckedElement, marking: Marking): number =>
  incomingOf(model, element.id).reduce((sum, flow) => sum + (marking.get(flow.id) ?? 0), 0)

const canBegin = (model: Model, one: CheckedElement, marking: Marking): boolean => {
  const incoming = incomingOf(model, one.element.id)
  const has = (flow: { readonly id: string }) => marking.has(flow.id)
  return incoming.length > 0 && (one.prepared.shape.joins === "all" ? incoming.every(has) : incoming.some(has))
}

/** The markings after an element has begun and ended, in each way it can. */
const step = (model: Model, one: CheckedElement, attached: ReadonlyArray<CheckedElement>, marking: Marking): ReadonlyArray<Marking> => {
  const { shape } = one.prepared
  const incoming = incomingOf(model, one.element.id).map((flow) => flow.id)
  const before = take(marking, shape.joins === "all" ? incoming : incoming.filter((flow) => marking.has(flow)).slice(0, 1))
  if (shape.clears === true) return []
  const outgoing = outgoingOf(model, one.element.id).map((flow) => flow.id)
  const ways = shape.splits === "one" && outgoing.length > 0 ? outgoing.map((flow) => [flow]) : [outgoing]
  const beside = attached.flatMap(({ element, prepared }) => {
    const flows = outgoingOf(model, element.id).map((flow) => flow.id)
    if (flows.length === 0) return []
    return [prepared.boundary?.interrupting === false ? [...outgoing, ...flows] : flows]
  })
  return [...ways, ...beside].map((flows) => add(before, flows))
}

const add = (marking: Marking, flows: ReadonlyArray<string>): Marking => {
  const next = new Map(marking)
  for (const flow of flows) next.set(flow, (next.get(flow) ?? 0) + 1)
  return next
}

const take = (marking: Marking, flows: ReadonlyArray<string>): Marking => {
  const next = new Map(marking)
  for (const flow of flows) {
    const left = (next.get(flow) ?? 0) - 1
    if (left > 0) next.set(flow, left)
    else next.delete(flow)
  }
  return next
}
