/**
 * Random processes: sound, structured graphs made of everything a process can have, from a seed. The same seed makes
 * the same process.
 */
import type { Bindings, Definition, JsonObject } from "@millrace/kernel"
import { makeDefinition, type ProcessGraph } from "@millrace/process"
import { seeded } from "../store/seeded.ts"
import { addAdHoc } from "./random/adHoc.ts"
import { beginTogether } from "./random/beginTogether.ts"
import { randomErrors } from "./random/errors.ts"
import {
  addTransaction,
  borderEvents,
  catchEvent,
  compensatingSubProcess,
  eventSubProcess,
  linkEvent,
  throwEvent,
  thrownOrSeveral,
} from "./random/events.ts"
import { fieldsOf, runs, simpleType } from "./random/fieldsOf.ts"
import { complexGateway, eventBasedGateway } from "./random/gateways.ts"
import { addMappings } from "./random/mappings.ts"
import {
  add,
  bindCode,
  element,
  extend,
  type From,
  flow,
  fromElement,
  number,
  type Place,
  pick,
  type Site,
  variables,
  within,
} from "./random/Site.ts"

export { randomErrors }

export interface RandomProcess {
  readonly definition: Definition<ProcessGraph>
  readonly bindings: Bindings
}

export interface RandomProcessOptions {
  readonly size?: number
  readonly id?: string
  /** The ids of the processes that it may call. */
  readonly calls?: ReadonlyArray<string>
  /** Some begin when several things have come: messages, signals and times may then begin them, too. */
  readonly begins?: boolean
}

/** Makes a process of about `size` steps. */
export const randomProcess = (
  seed: number,
  { size = 12, id = "random", calls = ["other"], begins = false }: RandomProcessOptions = {},
): RandomProcess => {
  const random = seeded(seed)
  const site: Site = {
    id,
    random,
    budget: size,
    elements: [],
    flows: [],
    code: new Map(),
    handlers: new Map(),
    codecs: new Map(),
    calls,
    compensable: [],
  }
  scope(site, { inParallel: false, depth: 0 }, size)
  addMappings(site, seed)
  if (begins) beginTogether(site, seed)
  const graph: ProcessGraph = { elements: site.elements, flows: site.flows, ...(random.chance(0.5) ? { saga: true } : {}) }
  return {
    definition: makeDefinition({ id, version: 1, graph }),
    bindings: { handlers: site.handlers, code: site.code, codecs: site.codecs },
  }
}

/** A scope from its start event to its end event. */
const scope = (site: Site, place: Place, size: number): void => {
  let from = fromElement(site, add(site, place, "StartEvent"))
  for (let i = 0; i < size && site.budget > 0; i++) from = block(site, place, from)
  const luck = site.random.below(20)
  const trigger = luck < 3 ? { trigger: thrownOrSeveral(site) } : luck === 3 ? { trigger: undoing(site, place) } : {}
  const end = add(site, place, "EndEvent", trigger)
  from(end)
  if (place.depth < 3 && site.random.chance(0.2)) eventSubProcess(site, place, (inside, begun) => blocks(site, inside, begun))
}

const block = (site: Site, place: Place, from: From): From => {
  site.budget--
  const nested = place.depth < 3
  const kind = site.random.below(nested ? 21 : 5)
  if (kind < 2) return activity(site, place, from, site.random.chance(0.5) ? "ServiceTask" : simpleType(site))
  if (kind === 2) return activity(site, place, from, "UserTask")
  if (kind === 3) return script(site, place, from)
  if (kind === 4) return event(site, place, from)
  const deeper = { ...place, depth: place.depth + 1 }
  if (kind < 7) return exclusive(site, deeper, from)
  if (kind < 9) return parallel(site, deeper, from)
  if (kind === 9) return loop(site, deeper, from)
  if (kind === 10) return inclusive(site, deeper, from)
  if (kind === 11) return conditional(site, deeper, from)
  if (kind === 14) return threads(site, deeper, from)
  if (kind === 15) return adHoc(site, deeper, from)
  if (kind === 16) return transaction(site, deeper, from)
  if (kind === 18 || kind === 19) return someAreEnough(site, deeper, from)
  if (kind === 20)
    return meet(
      site,
      place,
      eventBasedGateway(site, deeper, from, (inside, begun) => blocks(site, inside, begun)),
    )
  return subProcess(site, deeper, from)
}

/** An activity of any type, with all that is in it. */
const addActivity = (site: Site, place: Place, type: string): string => {
  if (type === "SubProcess" || type === "Transaction") return addSubProcess(site, place, type)
  return type === "AdHocSubProcess" ? addAdHoc(site, place, attach) : add(site, place, type, fieldsOf(site, type))
}

const anyType = (site: Site): string =>
  site.random.chance(0.3) ? pick(site.random, ["SubProcess", "Transaction", "AdHocSubProcess"]) : simpleType(site)

/** One thread becomes several, which become one again. */
const threads = (site: Site, place: Place, from: From): From => {
  const tokens = 2 + site.random.below(2)
  const split = addActivity(site, place, anyType(site))
  extend(site, split, { completionQuantity: tokens })
  from(split)
  const merge = addActivity(site, place, anyType(site))
  extend(site, merge, { startQuantity: tokens })
  flow(site, split, merge)
  return attach(site, place, merge)
}

const adHoc = (site: Site, place: Place, from: From): From => {
  const id = addAdHoc(site, place, attach)
  from(id)
  return attach(site, place, id)
}

const blocks = (site: Site, place: Place, from: From): From => {
  let next = from
  for (let i = 0; i < 1 + site.random.below(2); i++) next = block(site, place, next)
  return next
}

const activity = (site: Site, place: Place, from: From, type: string): From => {
  const id = add(site, place, type, fieldsOf(site, type))
  from(id)
  return attach(site, place, id)
}

/** Adds what stands at the border of an activity; all its paths meet again behind it, but for those that go beside. */
const attach = (site: Site, place: Place, id: string): From => {
  const { random } = site
  const exits = [id]
  if (!site.compensable.some((one) => one.id === id) && random.chance(0.35)) compensation(site, place, id)
  if (random.chance(0.3)) {
    const error = random.chance(0.3) ? {} : { error: pick(random, randomErrors) }
    exits.push(add(site, place, "BoundaryEvent", { attachedTo: id, result: "caught", trigger: { type: "error", ...error } }))
  }
  if (random.chance(0.2)) {
    exits.push(add(site, place, "BoundaryEvent", { attachedTo: id, trigger: { type: "timer", due: { value: "PT1H" } } }))
  }
  if (random.chance(0.15)) {
    const due = { value: random.chance(0.5) ? "R2/PT10M" : "PT10M" }
    const beside = add(site, place, "BoundaryEvent", { attachedTo: id, interrupting: false, trigger: { type: "timer", due } })
    const reminder = add(site, place, "ServiceTask", fieldsOf(site, "ServiceTask"))
    flow(site, beside, reminder)
    flow(site, reminder, add(site, place, "EndEvent"))
  }
  exits.push(...borderEvents(site, place, id))
  return meet(
    site,
    place,
    exits.map((exit) => fromElement(site, exit)),
  )
}

const compensation = (site: Site, place: Place, id: string): void => {
  const deep = place.depth > 2
  const type = site.random.chance(0.5) ? "ServiceTask" : deep ? simpleType(site) : anyType(site)
  const handler = addActivity(site, { ...place, undoing: true }, type)
  extend(site, handler, { isForCompensation: true })
  add(site, place, "BoundaryEvent", { attachedTo: id, trigger: { type: "compensation", handler } })
  site.compensable.push({ id, scope: place.scope })
}

const meet = (site: Site, place: Place, exits: ReadonlyArray<From>): From => {
  const [only] = exits
  if (only !== undefined && exits.length === 1) return only
  const merge = add(site, place, "ExclusiveGateway")
  for (const exit of exits) exit(merge)
  return fromElement(site, merge)
}

const event = (site: Site, place: Place, from: From): From => {
  const kind = site.random.below(6)
  if (kind === 0) return linkEvent(site, place, from)
  if (kind === 1) return throwEvent(site, place, from)
  if (kind === 2) return rollback(site, place, from)
  return catchEvent(site, place, from)
}

const transaction = (site: Site, place: Place, from: From): From => {
  const fields = {
    ...(site.random.chance(0.3) ? { saga: true } : {}),
    ...(site.random.chance(0.1) ? { redacted: ["a"] } : {}),
    ...runs(site, "SubProcess"),
  }
  const [id, cancelled] = addTransaction(site, place, fields, (inside, begun) => blocks(site, inside, begun))
  from(id)
  return meet(site, place, [attach(site, place, id), fromElement(site, cancelled)])
}

const script = (site: Site, place: Place, from: From): From => {
  const variable = pick(site.random, variables)
  const other = pick(site.random, variables)
  const id = add(site, place, "ScriptTask")
  const value = bindCode(site, id, "value", (vars) => number(vars, other) + 1)
  const declare = site.random.chance(0.2) ? { declare: true } : {}
  site.elements[site.elements.length - 1] = { ...element(site, id), ...{ assignments: [{ variable, value, ...declare }] } }
  from(id)
  return fromElement(site, id)
}

/** What undoes one activity, or everything that is complete. */
const undoing = (site: Site, place: Place): object => {
  const activities = site.compensable.filter(({ scope }) => scope === place.scope).map(({ id }) => id)
  return { type: "compensation", ...(activities.length > 0 && site.random.chance(0.3) ? { activity: pick(site.random, activities) } : {}) }
}

const rollback = (site: Site, place: Place, from: From): From => {
  const id = add(site, place, "IntermediateThrowEvent", { trigger: undoing(site, place) })
  from(id)
  return fromElement(site, id)
}

const exclusive = (site: Site, place: Place, from: From): From => {
  const { random } = site
  const names = ["one", "two", "three"].slice(0, 2 + random.below(2))
  const by = pick(random, variables)
  const split = add(site, place, "ExclusiveGateway")
  const choose = bindCode(site, split, "choose", (vars) => names[Math.abs(number(vars, by)) % names.length])
  site.elements[site.elements.length - 1] = { ...element(site, split), ...{ choose } }
  from(split)
  const exits: Array<From> = []
  for (const [index, name] of names.entries()) {
    const branch: From = (to) => {
      flow(site, split, to, { name })
    }
    // The first branch always goes on.
    if (index > 0 && random.chance(0.2)) ending(site, place, branch)
    else exits.push(random.chance(0.2) ? throughTask(site, place, branch) : blocks(site, place, branch))
  }
  return meet(site, place, exits)
}

const throughTask = (site: Site, place: Place, from: From): From => activity(site, place, from, "ServiceTask")

/** A branch that ends. */
const ending = (site: Site, place: Place, from: From): void => {
  const luck = site.random.below(place.inParallel ? 2 : 3)
  // What undoes something has no place around it where an error could go: it would stop there for ever.
  const kind = luck === 0 && place.undoing === true ? 1 : luck
  const id = add(site, place, "EndEvent")
  const code = pick(site.random, randomErrors)
  const trigger =
    kind === 0
      ? { trigger: { type: "error", error: bindCode(site, id, "error", () => ({ _tag: code, message: `${code} at ${id}`, at: id })) } }
      : kind === 1
        ? { trigger: { type: "terminate" } }
        : { output: bindCode(site, id, "output", (vars) => number(vars, "a")) }
  site.elements[site.elements.length - 1] = { ...element(site, id), ...trigger }
  from(id)
}

const parallel = (site: Site, place: Place, from: From): From => {
  const fork = add(site, place, "ParallelGateway")
  from(fork)
  const inside = { ...place, inParallel: true }
  const branches = 2 + site.random.below(2)
  const exits = Array.from({ length: branches }, () => blocks(site, inside, fromElement(site, fork)))
  const join = add(site, place, "ParallelGateway")
  for (const exit of exits) exit(join)
  return fromElement(site, join)
}

const inclusive = (site: Site, place: Place, from: From): From => {
  const split = add(site, place, "InclusiveGateway")
  from(split)
  return someOf(site, place, split, site.random.chance(0.5))
}

/** An activity that chooses among its flows. */
const conditional = (site: Site, place: Place, from: From): From => {
  const split = addActivity(site, place, site.random.chance(0.3) ? "ServiceTask" : anyType(site))
  from(split)
  return someOf(site, place, split, false)
}

/** All branches at once, of which some are enough; behind them it may go one of several ways. */
const someAreEnough = (site: Site, place: Place, from: From): From => {
  const join = complexGateway(site, place, from, (inside, begun) => blocks(site, inside, begun))
  return site.random.chance(0.3) ? someOf(site, place, join, site.random.chance(0.5)) : fromElement(site, join)
}

/** Some of several branches, which meet again as far as they do not end; one without a condition only behind an activity. */
const someOf = (site: Site, place: Place, split: string, named: boolean): From => {
  const { random } = site
  const names = ["one", "two", "three"].slice(0, 2 + random.below(2))
  // Not none of them: without a default nothing would ever go on.
  const bits = (vars: JsonObject) => (Math.abs(Math.trunc(number(vars, "a"))) % (2 ** names.length - 1)) + 1
  const chosen = (vars: JsonObject) => names.filter((_, index) => (bits(vars) >> index) % 2 === 1)
  const at = site.elements.findIndex((one) => one.id === split)
  const inside = { ...place, inParallel: true }
  if (named) site.elements[at] = { ...element(site, split), ...{ choose: bindCode(site, split, "choose", chosen) } }
  const otherwise = named && random.chance(0.5) ? -1 : random.below(names.length)
  const exits = names.flatMap((name, index) => {
    const branch: From = (to) => {
      const condition =
        named || index === otherwise ? {} : { condition: bindCode(site, split, name, (vars) => chosen(vars).includes(name)) }
      const id = flow(site, split, to, { ...(named ? { name } : {}), ...condition })
      const isGateway = element(site, split).type.endsWith("Gateway")
      if (index === otherwise && (isGateway || random.chance(0.5))) site.elements[at] = { ...element(site, split), ...{ default: id } }
    }
    const exit = blocks(site, inside, branch)
    if (index === 0 || place.inParallel || random.chance(0.8)) return [exit]
    exit(add(site, place, "EndEvent"))
    return []
  })
  const join = add(site, place, "InclusiveGateway")
  for (const exit of exits) exit(join)
  return fromElement(site, join)
}

const loop = (site: Site, place: Place, from: From): From => {
  const counter = `round${site.elements.length}`
  const rounds = 1 + site.random.below(3)
  const reset = add(site, place, "ScriptTask", { assignments: [{ variable: counter, value: { value: 0 }, declare: true }] })
  from(reset)
  const entry = add(site, place, "ExclusiveGateway")
  flow(site, reset, entry)
  const body = blocks(site, place, fromElement(site, entry))
  const count = add(site, place, "ScriptTask")
  const value = bindCode(site, count, "value", (vars) => number(vars, counter) + 1)
  site.elements[site.elements.length - 1] = { ...element(site, count), ...{ assignments: [{ variable: counter, value }] } }
  body(count)
  const decide = add(site, place, "ExclusiveGateway")
  flow(site, count, decide)
  const again = bindCode(site, decide, "again", (vars) => number(vars, counter) < rounds)
  flow(site, decide, entry, { condition: again })
  return (to) => {
    const out = flow(site, decide, to)
    const at = site.elements.findIndex((one) => one.id === decide)
    site.elements[at] = { ...element(site, decide), ...{ default: out } }
  }
}

const subProcess = (site: Site, place: Place, from: From): From => {
  const id = addSubProcess(site, place)
  from(id)
  return attach(site, place, id)
}

const addSubProcess = (site: Site, place: Place, type = "SubProcess"): string => {
  const saga = site.random.chance(0.4) ? { saga: true } : {}
  const redacted = site.random.chance(0.1) ? { redacted: ["a"] } : {}
  const id = add(site, place, type, { result: pick(site.random, variables), ...saga, ...redacted, ...runs(site, type) })
  scope(site, within(place, id), 1 + site.random.below(3))
  if (site.random.chance(0.2)) {
    compensatingSubProcess(site, within(place, id), (inside, begun) => blocks(site, inside, begun))
    site.compensable.push({ id, scope: place.scope })
  }
  return id
}
