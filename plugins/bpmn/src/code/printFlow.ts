/**
 * The elements of one scope as calls of a chain: what follows each other, blocks that open and close, and stretches of a
 * `.graph` where ways cross.
 *
 * Whether ways cross is known by the last element that all of them go through: what meets behind it is written behind its
 * block where that is one place, else as stretches that the ways go to. What turns out to be needed on the way (a label
 * that has to be a stretch, ways beside each other that do not come together) is noted, and the scope is written anew.
 */
import type { SequenceFlow } from "@millrace/process"
import { allVariables, choices, endCall, givesVariables, nameOf } from "./choices.ts"
import { key, quoted } from "./literal.ts"
import type { Printing } from "./Printing.ts"
import { printEnd, tellOf } from "./printEnd.ts"
import { printHead } from "./printHead.ts"
import { Inexpressible, isPlainEnd, type PrintedElement } from "./Structure.ts"
import {
  Again,
  addStretch,
  finish,
  freeName,
  joinOf,
  multiplies,
  type Needs,
  nearest,
  need,
  type Region,
  rootsOf,
  type Site,
  type Way,
  type Writing,
  waits,
} from "./Writing.ts"
import { arrow, type CallOf, call, chain, list, object, type Written } from "./Written.ts"

/** The calls of all that follows an element of a scope; the empty id stands for all that begins the scope. */
export const printFlow = (printing: Printing, scope: string | undefined, from: string, ends: "inline" | "fall"): Way => {
  const meeting = printing.structure.meeting(scope)
  const needs: Needs = { stretched: new Set(), loose: new Set(), regional: new Set(), closed: new Set() }
  const site: Site = {
    follow: ends === "fall" ? finish : undefined,
    labels: new Set(),
    graphs: [],
    guard: undefined,
    ends,
    root: from,
  }
  for (let rounds = printing.structure.members(scope).length * 4 + 9; rounds > 0; rounds--) {
    try {
      return tree({ printing, scope, meeting, needs, stretches: new Set(), names: new Set() }, from, site)
    } catch (cause) {
      if (!(cause instanceof Again)) throw cause
    }
  }
  throw new Inexpressible(`the ways of '${from}' cross without end`)
}

const fallen: Way = { calls: [], open: true }
const closed = (...calls: ReadonlyArray<CallOf>): Way => ({ calls, open: false })
const goto = (name: string): Way => closed(call("goto", quoted(name)))

/** The way along a flow to an element. */
const to = (writing: Writing, id: string, site: Site): Way => {
  const { printing, meeting } = writing
  const element = printing.structure.element(id)
  const ends = isPlainEnd(element)
  if (id === site.follow) return fallen
  if (ends && site.follow === finish && site.ends === "fall" && saysNothing(element)) return fallen
  if (site.labels.has(id) || site.graphs.some(({ names }) => names.includes(id))) return goto(id)
  if (ends) return site.ends === "inline" ? closed(endCall(printing, element)) : goto(endStretch(writing, element, site))
  const isOwn = !meeting.meetBehind(meeting.dominator(id) ?? "").includes(id)
  if (isOwn) return tree(writing, id, site)
  return missing(writing, id, site)
}

/** An end whose value is that of any other. */
const saysNothing = ({ output }: PrintedElement): boolean => output === undefined || givesVariables(output)

const missing = ({ meeting, needs, stretches }: Writing, id: string, { guard }: Site): never => {
  const behind = meeting.dominator(id) ?? ""
  const isWithin = guard !== undefined && guard !== id && meeting.dominates(guard, id) && behind !== guard
  if (guard !== undefined && !isWithin) return need(needs.loose, guard)
  return stretches.has(id) ? need(needs.closed, behind) : need(needs.stretched, id)
}

/** The stretch of an end, in the nearest graph that may end. */
const endStretch = ({ printing, needs }: Writing, element: PrintedElement | undefined, { graphs, guard, root }: Site): string => {
  const graph = graphs.find(({ site }) => site.ends === "inline" || (site.ends === "fall" && site.guard === undefined))
  if (graph === undefined) return guard === undefined ? need(needs.regional, root) : need(needs.loose, guard)
  const name = element?.id ?? "finish"
  if (!graph.names.includes(name)) {
    const b: Written = graph.site.ends === "inline" ? chain("b", [element === undefined ? call("end") : endCall(printing, element)]) : "b"
    graph.names.push(name)
    graph.bodies.set(name, arrow("(b)", b))
  }
  return name
}

/** How a tree begins: as a stretch, whose name stands already; behind what an element itself says. */
interface Begun {
  readonly stretch?: true
  readonly said?: true
}

/** An element and all that can be reached through it alone. */
const tree = (writing: Writing, id: string, site: Site, begun: Begun = {}): Way => {
  const { printing, meeting, needs } = writing
  const { structure } = printing
  const isBack = id !== "" && meeting.isRepeated(id) && begun.stretch !== true
  const isStretch = isBack && (needs.stretched.has(id) || waits(printing, id))
  const near = nearest(site)
  if (isStretch && near !== undefined) {
    addStretch(writing, near, id)
    return goto(id)
  }
  const kids = meeting.meetBehind(id).filter((kid) => kid !== id)
  const real = kids.filter((kid) => !isPlainEnd(structure.element(kid)))
  const many = multiplies(printing, id)
  const loose = many && needs.loose.has(id)
  const joins = many && !loose ? joinOf(writing, id, real) : undefined
  if (many && !loose && real.some((kid) => kid !== joins)) need(needs.loose, id)
  const starts = id === "" && new Set(targetsOf(writing)).size > 1
  const isGraph = isStretch || loose || needs.regional.has(id) || starts
  const last = real.at(-1)
  const mayFollow = !many && !needs.closed.has(id) && last !== undefined && !needs.stretched.has(last) && !waits(printing, last)
  const crosses = real.length > (mayFollow ? 1 : 0) && joins === undefined
  const end = site.ends === "inline" && !many ? kids.find((kid) => isPlainEnd(structure.element(kid))) : undefined
  const flat = near !== undefined && (isGraph || crosses)
  const follow = joins ?? (flat ? undefined : mayFollow ? last : end)
  const labels = isBack && !isStretch ? new Set([...site.labels, id]) : site.labels
  const inner: Site = { ...site, labels, follow: follow ?? site.follow }
  const label = isBack && !isStretch ? [call("label", quoted(id))] : []
  const apart = real.filter((kid) => kid !== follow)
  if (near !== undefined && (isGraph || crosses)) {
    for (const kid of apart) addStretch(writing, near, kid)
    return before(label, own(writing, id, inner, begun))
  }
  const way = isGraph || crosses ? graph(writing, id, inner, { apart, begun, isStretch, starts }) : own(writing, id, inner, begun)
  if (follow === undefined || !way.open) return before(label, way)
  return before([...label, ...way.calls], tree(writing, follow, site, joins === undefined ? {} : { said: true }))
}

const before = (calls: ReadonlyArray<CallOf>, way: Way): Way => ({ calls: [...calls, ...way.calls], open: way.open })

interface GraphParts {
  readonly apart: ReadonlyArray<string>
  readonly begun: Begun
  readonly isStretch: boolean
  readonly starts: boolean
}

const graph = (writing: Writing, id: string, around: Site, { apart, begun, isStretch, starts }: GraphParts): Way => {
  const region: Region = { site: around, names: [], bodies: new Map(), waiting: [] }
  const site: Site = { ...around, graphs: [region, ...around.graphs] }
  let open = false
  const write = (name: string, way: Way): void => {
    open ||= way.open
    region.bodies.set(name, arrow("(b)", chain("b", way.calls)))
  }
  const first = isStretch ? id : freeName(writing, "begin")
  if (starts) for (const root of rootsOf(writing)) addStretch(writing, region, root)
  else region.names.push(first)
  if (isStretch) writing.stretches.add(id)
  for (const kid of apart) addStretch(writing, region, kid)
  if (!starts) write(first, own(writing, id, site, begun))
  for (let next = region.waiting.shift(); next !== undefined; next = region.waiting.shift()) {
    write(next, tree(writing, next, site, { stretch: true }))
  }
  // The stretch of an end falls out of the graph where ends do.
  open ||= around.ends === "fall" && region.names.some((name) => name === "finish" || isPlainEnd(writing.printing.structure.find(name)))
  const flows = region.names.flatMap((name) => {
    const body = region.bodies.get(name)
    return body === undefined ? [] : [[key(name), body] as const]
  })
  const names = list(region.names.map(quoted))
  return { calls: [call("graph", quoted(freeName(writing, "ways")), names, object(flows))], open }
}

/** What an element says, and the ways that leave it. */
const own = (writing: Writing, id: string, site: Site, begun: Begun): Way => {
  const { printing } = writing
  const { structure } = printing
  if (id === "") return beginnings(writing, site)
  const element = structure.element(id)
  if (element.type === "EndEvent") return isPlainEnd(element) ? to(writing, id, site) : ended(writing, element, site)
  const outgoing = structure.outgoing(id)
  const [only] = outgoing
  const next = outgoing.length === 1 ? only?.to : undefined
  const head = begun.said === true ? [] : printHead(printing, element, attachments(writing, element, next, site))
  if (only === undefined) return before(head, byItself(writing, site))
  if (next !== undefined && !isAsked(only)) return before(head, to(writing, next, site))
  if (element.type === "EventBasedGateway") return before(head, race(writing, element, outgoing, site))
  if (element.type === "ExclusiveGateway") return before(head, oneOf(writing, element, outgoing, site))
  return before(head, allOf(writing, element, outgoing, site))
}

const isAsked = ({ condition }: SequenceFlow): boolean => condition !== undefined

/** A way that stops without an end event. */
const byItself = (writing: Writing, site: Site): Way => {
  if (site.follow === finish && site.ends === "fall") return fallen
  return site.ends === "inline" ? closed(call("end")) : goto(endStretch(writing, undefined, site))
}

const ended = (writing: Writing, element: PrintedElement, site: Site): Way => {
  const told = tellOf(writing.printing, element)
  if (told === undefined || site.ends === "inline") return closed(printEnd(writing.printing, element, told))
  return before([call("tell", quoted(element.id), told)], byItself(writing, site))
}

/** The flows of events on the border of an activity, by the ids of the events. */
const attachments = (writing: Writing, { id }: PrintedElement, next: string | undefined, site: Site): ReadonlyMap<string, Written> => {
  const { structure } = writing.printing
  return new Map(
    structure.attached(id).map((event) => {
      const way = tree(writing, event.id, event.interrupting === false ? beside(site, event.id) : around(writing, next, site, event.id))
      return [event.id, arrow("(b)", chain("b", way.calls))]
    }),
  )
}

/** What interrupts an activity comes out behind it. */
const around = ({ printing }: Writing, next: string | undefined, site: Site, root: string): Site => {
  const ends = next === undefined || isPlainEnd(printing.structure.element(next))
  if (ends && site.ends === "fall" && site.follow === finish) return { ...site, root }
  const follow = next === undefined || waits(printing, next) ? undefined : next
  return { ...site, follow, ends: site.ends === "fall" ? "stretch" : site.ends, root }
}

/** What runs beside an activity ends by itself. */
const beside = ({ graphs, guard }: Site, root: string): Site => ({ follow: finish, labels: new Set(), graphs, guard, ends: "fall", root })

const oneOf = (writing: Writing, element: PrintedElement, outgoing: ReadonlyArray<SequenceFlow>, site: Site): Way => {
  const { choice, flows } = choices(writing.printing, element, outgoing, "firstOf")
  const ways = flows.map((flow) => ({ name: nameOf(flow, flows), ...to(writing, flow.to, site) }))
  const main = mainOf(ways)
  const branches = object(ways.map((way) => [key(way.name), arrow("(b)", way === main ? "b" : chain("b", way.calls))] as const))
  const split = call("exclusive", quoted(element.id), choice, branches)
  if (main !== undefined) return before([split, ...main.calls], { calls: [], open: main.open })
  return { calls: [split], open: ways.some(({ open }) => open) }
}

/** The one way that the chain goes on with, where all others end or go back. */
const mainOf = <W extends Way>(ways: ReadonlyArray<W>): W | undefined => {
  const main = ways.reduce<W | undefined>(
    (most, way) => (most === undefined || way.calls.length >= most.calls.length ? way : most),
    undefined,
  )
  const others = ways.filter((way) => way !== main)
  if (main === undefined || main.calls.length < 2 || others.length === 0 || others.some(({ open }) => open)) return undefined
  const longest = Math.max(...others.map(({ calls }) => calls.length))
  const goesBack = others.every(({ calls }) => calls.at(-1)?.name === "goto")
  return main.open || goesBack || main.calls.length >= longest + 2 ? main : undefined
}

const branchesOf = (writing: Writing, flows: ReadonlyArray<SequenceFlow>, site: Site) => {
  const ways = flows.map((flow) => ({ name: nameOf(flow, flows), ...to(writing, flow.to, site) }))
  return {
    branches: object(ways.map(({ name, calls }) => [key(name), arrow("(b)", chain("b", calls))])),
    open: ways.map(({ open }) => open),
  }
}

const race = (writing: Writing, element: PrintedElement, outgoing: ReadonlyArray<SequenceFlow>, site: Site): Way => {
  const { printing } = writing
  const ways = outgoing.map((flow) => {
    const event = printing.structure.element(flow.to)
    if (printing.structure.incoming(flow.to).length > 1) throw new Inexpressible(`several ways lead to '${flow.to}'`)
    const [begin] = printHead(printing, event, new Map(), "race")
    const way = tree(writing, flow.to, site, { said: true })
    if (begin === undefined) throw new Inexpressible(`'${flow.to}' is no event`)
    return { field: [key(flow.to), arrow("(on)", chain("on", [begin, ...way.calls]))] as const, open: way.open }
  })
  return { calls: [call("race", quoted(element.id), object(ways.map(({ field }) => field)))], open: ways.some(({ open }) => open) }
}

/** Ways that are taken beside each other. */
const allOf = (writing: Writing, element: PrintedElement, outgoing: ReadonlyArray<SequenceFlow>, site: Site): Way => {
  const { printing, needs } = writing
  const { id, type } = element
  const free = site.ends === "inline" || (site.ends === "fall" && site.follow === finish)
  const join = site.follow !== undefined && site.follow !== finish && isJoinOf(writing, id, site.follow) ? site.follow : undefined
  const shut = { labels: new Set<string>(), root: id }
  const loose: Site = { ...site, ...shut, follow: undefined, ends: "stretch" }
  const guarded: Site = { ...site, ...shut, graphs: [], guard: id, follow: join ?? finish, ends: join === undefined ? "fall" : "stretch" }
  const isLoose = needs.loose.has(id)
  if (!isLoose && join === undefined && !free) need(needs.loose, id)
  const { branches, open } = branchesOf(writing, outgoing, isLoose ? loose : guarded)
  if (join !== undefined && !isLoose && open.includes(false)) need(needs.loose, id)
  const isSplit = type === "ParallelGateway" || type === "InclusiveGateway" || type === "ComplexGateway"
  const asked = type === "InclusiveGateway" || outgoing.some(isAsked)
  const name = isSplit && !waits(printing, id) ? id : freeName(writing, `${id}-fork`)
  const isStep = !isSplit && !type.endsWith("Event") && printing.structure.attached(id).length === 0
  const options = isStep ? [object([["withoutGateway", "true"]])] : []
  const split = asked
    ? call("inclusive", quoted(name), choices(printing, element, outgoing, "eachOf").choice, branches, ...options)
    : call("parallel", quoted(name), branches, ...options)
  if (isLoose) return closed(split)
  if (join !== undefined || site.ends === "fall") return { calls: [split], open: true }
  const ends = outgoing.some(({ to: target }) => endsWithAll(writing, target, id))
  return closed(split, ends ? allVariables(printing) : call("end"))
}

const isJoinOf = (writing: Writing, id: string, join: string): boolean =>
  joinOf(
    writing,
    id,
    writing.meeting.meetBehind(id).filter((kid) => !isPlainEnd(writing.printing.structure.element(kid))),
  ) === join

/** Whether some end behind it gives all variables. */
const endsWithAll = ({ printing, meeting }: Writing, from: string, split: string): boolean =>
  printing.structure
    .members(printing.structure.element(from).scope)
    .some(({ id, type, output }) => type === "EndEvent" && givesVariables(output) && meeting.dominates(split, id))

/** What begins a scope, where several elements do. */
const beginnings = (writing: Writing, site: Site): Way => {
  const { printing } = writing
  const calls = rootsOf(writing).flatMap((root) => printHead(printing, printing.structure.element(root), new Map()))
  const [target] = targetsOf(writing)
  return before(calls, target === undefined ? byItself(writing, site) : to(writing, target, site))
}

/** Where the beginnings lead. */
const targetsOf = (writing: Writing): ReadonlyArray<string> =>
  rootsOf(writing).flatMap((root) => {
    const flows = writing.printing.structure.outgoing(root)
    return flows.length === 1 ? flows.map((flow) => flow.to) : [root]
  })
