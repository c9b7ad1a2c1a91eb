/**
 * A scope as a chain of calls: what follows each other, blocks that open and close, loops by labels.
 *
 * What is not built of such blocks is not written as a chain at all: it would mean something else.
 */
import type { Expression, SequenceFlow } from "@millrace/process"
import { key, literal, quoted } from "./literal.ts"
import { noteVariables, type Printing } from "./Printing.ts"
import { eventOf, ownFields, printStep } from "./printStep.ts"
import { Inexpressible, isPlainEnd, type PrintedElement } from "./Structure.ts"

/** Where a stretch stands: `joined` ways have to reach their join, `free` ones end beside others. */
interface Site {
  readonly beside: "nothing" | "joined" | "free"
  readonly labels: ReadonlySet<string>
}

/** Calls, and whether the flow goes on behind them. */
interface Stretch {
  readonly calls: ReadonlyArray<string>
  readonly open: boolean
}

/** The calls of a whole scope, up to its end. */
export const printScope = (printing: Printing, scope: string | undefined): ReadonlyArray<string> => {
  const members = printing.structure.members(scope)
  const starts = members.filter(({ type }) => type === "StartEvent")
  const [start, another] = starts
  const apart = members.some(
    ({ id, type }) => type !== "StartEvent" && type !== "BoundaryEvent" && printing.structure.incoming(id).length === 0,
  )
  if (start === undefined || another !== undefined || start.trigger !== undefined || apart)
    throw new Inexpressible("it begins in several ways")
  const [first, ...others] = printing.structure.outgoing(start.id)
  if (first === undefined) return [".end()"]
  const site: Site = { beside: "nothing", labels: new Set() }
  const { calls, open } = others.length > 0 ? fork(printing, start.id, undefined, site) : chain(printing, first.to, undefined, site)
  const missing = members.some(({ id, type }) => type !== "StartEvent" && type !== "BoundaryEvent" && !printing.printed.has(id))
  if (missing) throw new Inexpressible("not everything follows its start")
  return open ? [...calls, ".end()"] : calls
}

const chain = (printing: Printing, from: string, stop: string | undefined, around: Site): Stretch => {
  const { structure, printed } = printing
  const calls: Array<string> = []
  let site = around
  for (let at: string | undefined = from; at !== undefined; ) {
    if (at === stop) return { calls, open: true }
    if (site.labels.has(at)) return { calls: [...calls, `.goto(${quoted(at)})`], open: false }
    if (printed.has(at) && !isPlainEnd(structure.element(at))) throw new Inexpressible(`several ways lead to '${at}'`)
    printed.add(at)
    const element = structure.element(at)
    if (element.type !== "EndEvent" && !isName(at)) throw new Inexpressible(`'${at}' cannot be the name of a step`)
    const outgoing = structure.outgoing(at)
    if (structure.isRepeated(at)) {
      calls.push(`.label(${quoted(at)})`)
      site = { ...site, labels: new Set([...site.labels, at]) }
    }
    if (element.type === "EndEvent") return ended(element, calls, site)
    if (element.type.endsWith("Gateway")) {
      if (outgoing.length === 1 && passes(printing, element)) {
        at = outgoing[0]?.to
        continue
      }
      const { calls: own, next, open } = block(printing, element, stop, site)
      calls.push(...own)
      if (next === undefined) return open ? byItself(calls, site) : { calls, open }
      at = next
      continue
    }
    const next: string | undefined = outgoing[0]?.to
    calls.push(step(printing, element), ...events(printing, element, next, site))
    if (outgoing.some(({ condition }) => condition !== undefined) || element.default !== undefined)
      throw new Inexpressible("an activity asks conditions")
    if (outgoing.length > 1) {
      const split = fork(printing, at, stop, site)
      return { calls: [...calls, ...split.calls], open: split.open }
    }
    at = next
  }
  return byItself(calls, site)
}

/** A way that stops without an end event. */
const byItself = (calls: ReadonlyArray<string>, { beside }: Site): Stretch => {
  if (beside === "joined") throw new Inexpressible("a way beside others ends by itself")
  return beside === "free" ? { calls, open: true } : { calls: [...calls, ".end()"], open: false }
}

const ended = ({ id, trigger, output, name }: PrintedElement, calls: ReadonlyArray<string>, site: Site): Stretch => {
  const type = typeof trigger === "object" && trigger !== null && "type" in trigger ? trigger.type : undefined
  const gives = givesVariables(output)
  if ((output !== undefined && !(gives && type === undefined)) || (type !== undefined && type !== "terminate")) {
    throw new Inexpressible(`'${id}' ends with something`)
  }
  if (site.beside === "joined" || (site.beside === "free" && type !== undefined))
    throw new Inexpressible("a way beside others ends by itself")
  if (site.beside === "free") return { calls, open: true }
  if (gives) return { calls: [...calls, allVariables], open: false }
  return { calls: [...calls, `.${type === undefined ? "end" : "terminate"}(${typeof name === "string" ? quoted(name) : ""})`], open: false }
}

/** Processes of documents give all their variables. */
export const givesVariables = (output: unknown): boolean =>
  typeof output === "object" && output !== null && "text" in output && output.text === everything
// biome-ignore lint/suspicious/noTemplateCurlyInString: expressions are written so.
const everything = "${execution.variables}"
const allVariables = ".output(({ vars }) => ({ ...vars }))"

/** Gateways with one way out that every token just goes through. */
const passes = ({ structure }: Printing, { id, type }: PrintedElement): boolean => {
  if (type === "ExclusiveGateway") return true
  return (type === "ParallelGateway" || type === "InclusiveGateway") && structure.incoming(id).length < 2
}

const step = (printing: Printing, element: PrintedElement): string => {
  if (element.type !== "SubProcess") return printStep(printing, element)
  const { name, result: _, saga, ...rest } = ownFields(element)
  if (Object.keys(rest).length > 0) throw new Inexpressible(`'${element.id}' is more than a sub-process`)
  const options = literal({ name, saga })
  return `.subProcess(${quoted(element.id)}, (b) => ${body(printScope(printing, element.id))}${options === "{}" ? "" : `, ${options}`})`
}

const body = (calls: ReadonlyArray<string>): string =>
  calls.length === 0
    ? "b"
    : calls.length === 1 || (calls.length === 2 && calls.join("").length < 60 && !calls.join("").includes("\n"))
      ? `b${calls.join("")}`
      : `b\n${calls.join("\n")}`

/** What hangs on an activity. Interrupting ways come back straight behind it, or end. */
const events = (printing: Printing, { id }: PrintedElement, next: string | undefined, site: Site): ReadonlyArray<string> => {
  const { structure, printed } = printing
  return structure.attached(id).map((event) => {
    const outgoing = structure.outgoing(event.id)
    printed.add(event.id)
    if (!isName(event.id)) throw new Inexpressible(`'${event.id}' cannot be the name of an event`)
    const [first, another] = outgoing
    if (another !== undefined) throw new Inexpressible(`'${event.id}' leads to several elements`)
    const { method, what } = eventOf(printing, event)
    const beside = event.interrupting === false
    const within: Site = beside ? { beside: "free", labels: new Set() } : site
    const way = first === undefined ? { calls: [], open: true } : chain(printing, first.to, beside ? undefined : next, within)
    if (first === undefined && !beside) throw new Inexpressible(`'${event.id}' leads to nothing`)
    if (way.open && !beside && next !== undefined && meets(printing, next)) throw new Inexpressible(`'${next}' waits for several tokens`)
    return `.on${method}(${[quoted(event.id), what, ...(method === "Message" ? ["undefined"] : []), `(b) => ${body(way.calls)}`, ...(beside ? ["{ interrupting: false }"] : [])].join(", ")})`
  })
}

/** Whether it waits for a token on each of several flows. */
const meets = ({ structure }: Printing, id: string): boolean =>
  ["ParallelGateway", "InclusiveGateway", "ComplexGateway"].includes(structure.element(id).type) && structure.incoming(id).length > 1

interface Block extends Stretch {
  /** Where the chain goes on. */
  readonly next: string | undefined
}

/** Several ways out of something that is no gateway are all taken. */
const fork = (printing: Printing, id: string, stop: string | undefined, site: Site): Stretch => {
  const { calls, next, open } = allWays(printing, `${id}-fork`, printing.structure.outgoing(id), "parallel", "", site)
  if (next === undefined) return open ? byItself(calls, site) : { calls, open }
  const rest = chain(printing, next, stop, site)
  return { calls: [...calls, ...rest.calls], open: rest.open }
}

const block = (printing: Printing, element: PrintedElement, stop: string | undefined, site: Site): Block => {
  const { structure } = printing
  const outgoing = structure.outgoing(element.id)
  if (outgoing.length < 2) throw new Inexpressible(`'${element.id}' waits for ways that part elsewhere`)
  switch (element.type) {
    case "ParallelGateway":
      if (meets(printing, element.id)) throw new Inexpressible(`'${element.id}' waits and splits`)
      return allWays(printing, element.id, outgoing, "parallel", "", site)
    case "InclusiveGateway": {
      if (meets(printing, element.id)) throw new Inexpressible(`'${element.id}' waits and splits`)
      const { conditions } = choice(printing, element, outgoing)
      printing.imports.add("eachOf")
      return allWays(printing, element.id, outgoing, "inclusive", `eachOf(${conditions}), `, site)
    }
    case "ExclusiveGateway": {
      const { conditions, sorted } = choice(printing, element, outgoing)
      printing.imports.add("firstOf")
      const ways = sorted.map((flow) => ({ name: nameOf(flow, outgoing), head: flow.to, begin: "(b) => b" }))
      return oneWay(printing, `.exclusive(${quoted(element.id)}, firstOf(${conditions}), `, ways, stop, site)
    }
    case "EventBasedGateway": {
      if (element.instantiate === true || element.parallel === true) throw new Inexpressible(`'${element.id}' begins the process`)
      const ways = outgoing.map(({ to }) => {
        const event = structure.element(to)
        const [first, another] = structure.outgoing(to)
        if (event.type !== "IntermediateCatchEvent" || structure.incoming(to).length > 1 || first === undefined || another !== undefined) {
          throw new Inexpressible(`'${to}' is no plain event`)
        }
        printing.printed.add(to)
        const { method, what } = eventOf(printing, event)
        return { name: to, head: first.to, begin: `(on) => on.${method.toLowerCase()}(${what})` }
      })
      return oneWay(printing, `.race(${quoted(element.id)}, `, ways, stop, site)
    }
    default:
      throw new Inexpressible(`'${element.id}' is a ${element.type}`)
  }
}

/** The name of a branch: that of the flow where it can be one, else its id. */
const nameOf = (flow: SequenceFlow, all: ReadonlyArray<SequenceFlow>): string => {
  const { id, name } = flow
  if (name !== undefined && isName(name) && all.filter((one) => one.name === name).length === 1) return name
  return isName(id) ? id : `way${all.findIndex((one) => one.id === id) + 1}`
}

/** Names of the builder have no spaces, and nothing of which paths are made. */
const isName = (name: string): boolean => /^[^\s\0/:]{1,200}$/.test(name) && name !== "start" && name !== "end" && name !== "__proto__"

/** The conditions of ways, in order, and the way that is taken when none holds. */
const choice = (printing: Printing, element: PrintedElement, outgoing: ReadonlyArray<SequenceFlow>) => {
  if (element.choose !== undefined) throw new Inexpressible(`'${element.id}' chooses by code`)
  const last = outgoing.at(-1)
  const sure = element.type === "ExclusiveGateway" && isAlways(last?.condition) ? last : undefined
  const otherwise = outgoing.find(({ id }) => id === element.default) ?? sure
  const asked = outgoing.filter((flow) => flow !== otherwise)
  const conditions = asked.map((flow) => {
    const { condition } = flow
    if (condition === undefined || !("text" in condition)) throw new Inexpressible(`'${flow.id}' has no condition that is text`)
    noteVariables(printing, condition.text)
    printing.imports.add("expression")
    return `${key(nameOf(flow, outgoing))}: expression(${quoted(condition.language)}, ${quoted(condition.text)})`
  })
  const sorted = otherwise === undefined ? asked : [...asked, otherwise]
  if (new Set(sorted.map((flow) => nameOf(flow, outgoing))).size < sorted.length) throw new Inexpressible("two ways have one name")
  return { sorted, conditions: `{ ${conditions.join(", ")} }${otherwise === undefined ? "" : `, ${quoted(nameOf(otherwise, outgoing))}`}` }
}

/** What holds whatever the variables are. */
export const isAlways = (condition: Expression | undefined): boolean =>
  condition !== undefined && "text" in condition && /^(true|\$\{true\})$/.test(condition.text)

const allWays = (
  printing: Printing,
  id: string,
  outgoing: ReadonlyArray<SequenceFlow>,
  method: "parallel" | "inclusive",
  choose: string,
  site: Site,
): Block => {
  const { structure } = printing
  const join = structure.joinOf(
    outgoing.map(({ to }) => to),
    "ends apart",
  )
  const type = method === "parallel" ? "ParallelGateway" : "InclusiveGateway"
  if (join !== undefined) {
    const fits = structure.element(join).type === type && structure.incoming(join).length === outgoing.length
    if (!fits) throw new Inexpressible(`the ways of '${id}' do not come together as they part`)
    if (outgoing.some(({ to }) => !structure.leadsTo(to, join))) throw new Inexpressible("a way beside others ends by itself")
  }
  const within: Site = { beside: join === undefined ? "free" : "joined", labels: new Set() }
  const branches = outgoing.map((flow) => {
    const way = chain(printing, flow.to, join, within)
    if (!way.open) throw new Inexpressible("a way beside others ends by itself")
    return `${key(nameOf(flow, outgoing))}: (b) => ${body(way.calls)},`
  })
  const calls = [`.${method}(${quoted(id)}, ${choose}{\n${branches.join("\n")}\n})`]
  if (join === undefined) {
    if (site.beside === "joined") throw new Inexpressible("a way beside others ends by itself")
    return site.beside === "free"
      ? { calls, next: undefined, open: true }
      : { calls: [...calls, givesAll(printing, outgoing) ? allVariables : ".end()"], next: undefined, open: false }
  }
  // The join itself is written by what comes together: the chain goes on behind it.
  return { calls, ...behind(printing, join, site) }
}

/** Whether ways that end beside each other give all variables at their ends. */
const givesAll = ({ structure }: Printing, outgoing: ReadonlyArray<SequenceFlow>): boolean =>
  structure
    .members(structure.element(outgoing[0]?.from ?? "").scope)
    .some(
      (element) =>
        element.type === "EndEvent" && givesVariables(element.output) && outgoing.some(({ to }) => structure.leadsTo(to, element.id)),
    )

const behind = (printing: Printing, join: string, site: Site): { readonly next: string | undefined; readonly open: boolean } => {
  printing.printed.add(join)
  const outgoing = printing.structure.outgoing(join)
  if (outgoing.length > 1) throw new Inexpressible(`'${join}' waits and splits`)
  if (outgoing.length === 0 && site.beside === "joined") throw new Inexpressible("a way beside others ends by itself")
  return { next: outgoing[0]?.to, open: true }
}

interface Way {
  readonly name: string
  readonly head: string
  readonly begin: string
}

/** One of several ways: where none of them meet, the chain goes on with the one that leads on, or the last. */
const oneWay = (printing: Printing, call: string, ways: ReadonlyArray<Way>, stop: string | undefined, site: Site): Block => {
  const { structure } = printing
  const join = structure.joinOf(ways.map(({ head }) => head))
  const meeting = join === undefined ? [] : ways.filter(({ head }) => structure.leadsTo(head, join))
  if (join !== undefined && meeting.length > 1 && meets(printing, join)) throw new Inexpressible(`'${join}' waits for several tokens`)
  if (site.beside !== "nothing" && join !== undefined && meeting.length < ways.length)
    throw new Inexpressible("a way beside others ends by itself")
  const last = ways.find(({ head }) => stop !== undefined && structure.leadsTo(head, stop)) ?? ways.at(-1)
  const goesOn = join === undefined && site.beside !== "free" ? last : undefined
  const branches = ways.map((way) => {
    const { calls } = way === goesOn ? { calls: [] } : chain(printing, way.head, join, site)
    return `${key(way.name)}: ${way.begin}${calls.join("\n")},`
  })
  const calls = [`${call}{\n${branches.join("\n")}\n})`]
  if (join !== undefined) return { calls, next: join, open: true }
  return { calls, next: goesOn?.head, open: true }
}
