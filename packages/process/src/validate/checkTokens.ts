/**
 * Follows the tokens of each scope through its structure, every choice being possible, and finds joins that wait for
 * what cannot come, and elements that two tokens reach. What it finds can happen as far as the structure tells; graphs
 * with very many choices are followed only so far.
 */
import type { Diagnostic } from "@millrace/kernel"
import { readsConditions, type Shape } from "../Element.ts"
import type { Check, CheckedElement, Model } from "./Model.ts"
import { beginsByEvent, beginsOnRequest, byScope, incomingOf, outgoingOf, warning } from "./Model.ts"

/** Tokens by flow. */
type Marking = ReadonlyMap<string, number>

/** So many tokens are looked at in a scope at least, or ten times as many elements before joins: about a tenth of a second. */
const leastLooks = 100_000

/** So many for each element of a large scope. What has more markings than that is followed no further. */
const looksPerElement = 20

export const checkTokens: Check = (model) => [...byScope(model).values()].flatMap((members) => checkScope(model, members))

const checkScope = (model: Model, members: ReadonlyArray<CheckedElement>): ReadonlyArray<Diagnostic> => {
  const found = new Map<string, Diagnostic>()
  const attached = Map.groupBy(members, ({ prepared }) => prepared.boundary?.attachedTo)
  const targets = new Map(members.flatMap(({ element }) => outgoingOf(model, element.id).map((flow) => [flow.id, flow.to])))
  const starts = members.filter(({ prepared }) => prepared.shape.begins === "scope" && prepared.trigger === undefined)
  const starting = starts.flatMap(({ element }) => outgoingOf(model, element.id)).map((flow) => flow.id)
  // What begins when somebody asks for it, or something comes, is followed by itself.
  const asked = members.filter((one) => beginsOnRequest(model, one) || beginsByEvent(one)).flatMap((one) => waysOut(model, one))
  const mostLooks = Math.max(leastLooks, looksPerElement * members.length)
  const todo: Array<Marking> = []
  const seen = new Set<string>()
  let looks = 0
  const follow = (marking: Marking): void => {
    looks += marking.size + 1
    if (looks > mostLooks) return
    const key = [...marking].sort(([a], [b]) => (a < b ? -1 : 1)).join("|")
    if (!seen.has(key)) todo.push(marking)
    seen.add(key)
  }
  for (const flows of [starting, ...asked]) follow(add(new Map(), flows))
  const reach = reachOf(model, members, () => {
    looks += 0.1
  })
  const isAdHoc = members.some((one) => beginsOnRequest(model, one))
  for (let marking = todo.pop(); marking !== undefined && looks <= mostLooks; marking = todo.pop()) {
    const places = placesOf(model, targets, marking)
    const crowded = places.filter(({ tokens, one }) => tokens > (one.prepared.shape.takes ?? 1) && one.prepared.shape.joins === "each")
    for (const { one } of crowded) found.set(`each ${one.element.id}`, unsynchronised(one.element.id))
    if (crowded.length > 0) continue
    const able = places.filter(
      ({ flows, tokens, one: { element, prepared } }) =>
        tokens >= (prepared.shape.takes ?? 1) && (prepared.shape.joins !== "all" || flows.length === incomingOf(model, element.id).length),
    )
    // What merges goes last, so that tokens that can meet do; what waits for all that can come, after everything else.
    const next =
      able.find(({ one }) => incomingOf(model, one.element.id).length < 2) ??
      able.find(({ one }) => one.prepared.shape.joins !== "some") ??
      able.find((place) => !isHeldBack(place, places, marking, reach)) ??
      able[0]
    if (next !== undefined) for (const after of step(model, next, attached.get(next.one.element.id) ?? [], marking)) follow(after)
    // What is missing can be asked for.
    else if (!isAdHoc) for (const { one } of places) found.set(`all ${one.element.id}`, stuck(one.element.id))
  }
  return [...found.values()]
}

/** Whether a token elsewhere can still come to a flow of a join where none is, and to none where one is. */
const isHeldBack = (join: Place, places: ReadonlyArray<Place>, marking: Marking, reach: ReachOf): boolean => {
  const into = reach(join.one.element.id)
  return places.some(({ one }) => {
    const flows = one === join.one ? undefined : into.get(one.element.id)
    return flows !== undefined && !flows.some((flow) => marking.has(flow))
  })
}

/** For each element, by which flows of a join a token there can come to it. */
type ReachOf = (join: string) => ReadonlyMap<string, ReadonlyArray<string>>

const reachOf = (model: Model, members: ReadonlyArray<CheckedElement>, looked: () => void): ReachOf => {
  const borders = new Map(members.map(({ element, prepared }) => [element.id, prepared.boundary?.attachedTo]))
  const known = new Map<string, ReadonlyMap<string, ReadonlyArray<string>>>()
  return (join) => {
    const found = known.get(join)
    if (found !== undefined) return found
    const into = new Map<string, Array<string>>()
    for (const { id, from } of incomingOf(model, join)) {
      const seen = new Set([from])
      for (const element of seen) {
        looked()
        const ways = into.get(element)
        if (ways === undefined) into.set(element, [id])
        else ways.push(id)
        if (element === join) continue
        for (const flow of incomingOf(model, element)) seen.add(flow.from)
        const activity = borders.get(element)
        if (activity !== undefined) seen.add(activity)
      }
    }
    known.set(join, into)
    return into
  }
}

interface Place {
  readonly one: CheckedElement
  tokens: number
  readonly flows: Array<string>
}

/** Where tokens stand, and on how many flows. */
const placesOf = (model: Model, targets: ReadonlyMap<string, string>, marking: Marking): ReadonlyArray<Place> => {
  const places = new Map<string, Place>()
  for (const [flow, tokens] of marking) {
    const target = targets.get(flow) ?? ""
    const one = model.elements.get(target)
    const place = places.get(target)
    if (place !== undefined) {
      place.tokens += tokens
      place.flows.push(flow)
    } else if (one !== undefined) places.set(target, { one, tokens, flows: [flow] })
  }
  return [...places.values()]
}

const unsynchronised = (id: string): Diagnostic =>
  warning(
    "SynchronisationMissing",
    id,
    `Two tokens can reach '${id}', which begins with each of them.`,
    "Join the branches with a parallel gateway before it, or mean it to run twice.",
  )

const stuck = (id: string): Diagnostic =>
  warning(
    "JoinCanDeadlock",
    id,
    `'${id}' can wait for a flow on which no token comes.`,
    "Merge what an exclusive gateway split with an exclusive gateway, or make sure that all its flows are taken.",
  )

/** The markings after an element has begun and ended, in each way it can. */
const step = (model: Model, { one, flows }: Place, attached: ReadonlyArray<CheckedElement>, marking: Marking): ReadonlyArray<Marking> => {
  const { shape } = one.prepared
  if (shape.clears === true) return []
  const before = take(marking, flows, shape)
  const outgoing = outgoingOf(model, one.element.id).map((flow) => flow.id)
  const given = waysOut(model, one).map((way) => add(before, way, shape.gives))
  const beside = attached.flatMap(({ element, prepared }) => {
    const way = outgoingOf(model, element.id).map((flow) => flow.id)
    if (way.length === 0) return []
    return [add(before, prepared.boundary?.interrupting === false ? [...outgoing, ...way] : way)]
  })
  return [...given, ...beside]
}

/** Of more flows than these, only neighbours are taken two at a time: all pairs of hundreds would be more than memory holds. */
const mostInPairs = 40

/** The flows that can be taken together. Of many that are chosen among, no more than two together, or all. */
const waysOut = (model: Model, { element, prepared }: CheckedElement): ReadonlyArray<ReadonlyArray<string>> => {
  const flows = outgoingOf(model, element.id)
  const all = flows.map((flow) => flow.id)
  if (all.length < 2) return [all]
  if (prepared.shape.splits === "one") return all.map((flow) => [flow])
  if (!readsConditions(prepared.shape)) return [all]
  const chosen = flows.filter(({ id, condition }) => condition !== undefined || id === prepared.default || prepared.shape.splits === "some")
  if (chosen.length === 0) return [all]
  const choosable = new Set(chosen.map(({ id }) => id))
  const always = all.filter((flow) => !choosable.has(flow))
  const free = chosen.map(({ id }) => id).filter((id) => id !== prepared.default)
  const partners = free.length > mostInPairs ? 1 : mostInPairs
  const some = free.flatMap((first, index) => [[first], ...free.slice(index + 1, index + 1 + partners).map((second) => [first, second])])
  const otherwise = prepared.default === undefined || always.length > 0 ? [] : [[prepared.default]]
  return [...some, ...(free.length > 2 ? [free] : []), ...otherwise, ...(always.length > 0 ? [[]] : [])].map((way) => [...always, ...way])
}

const add = (marking: Marking, flows: ReadonlyArray<string>, tokens = 1): Marking => {
  const next = new Map(marking)
  for (const flow of flows) next.set(flow, (next.get(flow) ?? 0) + tokens)
  return next
}

/** Without the tokens that an element begins with: one of each flow, or as many as it takes. */
const take = (marking: Marking, flows: ReadonlyArray<string>, { takes, joins }: Shape): Marking => {
  const next = new Map(marking)
  let wanted = joins === "each" ? (takes ?? 1) : Number.POSITIVE_INFINITY
  for (const flow of flows) {
    const there = next.get(flow) ?? 0
    const taken = Math.min(wanted, takes === undefined ? 1 : there)
    wanted -= taken
    if (there > taken) next.set(flow, there - taken)
    else next.delete(flow)
  }
  return next
}
