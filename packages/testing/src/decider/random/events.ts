/**
 * Random events: what is waited for, what is thrown, event sub-processes, transactions and links.
 */
import type { Json } from "@millrace/kernel"
import { randomErrors } from "./errors.ts"
import { add, bindCode, extend, type From, flow, fromElement, number, type Place, pick, type Site, variables, within } from "./Site.ts"

/** The codes of escalations. */
const escalations = ["Late", "Costly"]

/** The variable that nobody inside changes: conditions ask for it. */
export const watchedVariable = "level"

const payloadCodec = (site: Site): object => {
  if (!site.random.chance(0.2)) return {}
  site.codecs.set("payload", { encode: (payload) => payload as Json, decode: (json) => json })
  return { codec: "payload" }
}

/** Something that is waited for; `stays` where it may come again. */
const waited = (site: Site, place: Place, stays: boolean): object => {
  const { random } = site
  const kind = random.below(5)
  const times = ["PT30S", { cron: "*/10 * * * *", zone: "Europe/Berlin", missed: pick(random, ["once", "skip", "all"]) }]
  if (kind === 0) return { type: "timer", due: { value: pick(random, stays ? [...times, "R2/PT10M"] : times) } }
  if (kind === 1) return { type: "signal", signal: pick(random, ["stop", "go"]), ...payloadCodec(site) }
  // What undoes something sees variables as they were, whatever changes: it would wait for ever.
  if (kind === 2 && place.undoing !== true) {
    const wanted = random.below(3)
    const condition = bindCode(
      site,
      `event${site.code.size}`,
      "holds",
      (vars) => Math.abs(Math.trunc(number(vars, watchedVariable))) % 3 === wanted,
    )
    return { type: "conditional", condition }
  }
  const key = random.chance(0.5) ? { key: bindCode(site, `event${site.code.size}`, "key", (vars) => `key ${number(vars, "a")}`) } : {}
  return { type: "message", message: pick(random, ["paid", "sent"]), ...key, ...payloadCodec(site) }
}

const severalOf = (type: string, one: () => object): object => ({ type, triggers: [one(), one()] })

/** Something that is waited for, or several of that. */
const waitedOrSeveral = (site: Site, place: Place, stays = false): object => {
  const luck = site.random.below(10)
  if (luck === 0) return severalOf("multiple", () => waited(site, place, stays))
  if (luck === 1) return severalOf("parallelMultiple", () => waited(site, place, false))
  return waited(site, place, stays)
}

const caughtEscalation = ({ random }: Site): object => ({
  type: "escalation",
  ...(random.chance(0.5) ? { escalation: pick(random, escalations) } : {}),
})

const takes = ({ random }: Site): object => (random.chance(0.6) ? { result: pick(random, [...variables, "came"]) } : {})

/** The flow waits for something. */
export const catchEvent = (site: Site, place: Place, from: From): From => {
  const id = add(site, place, "IntermediateCatchEvent", { trigger: waitedOrSeveral(site, place), ...takes(site) })
  from(id)
  return fromElement(site, id)
}

/** Fields of a message that is sent. */
export const sentMessage = (site: Site): object => {
  const { random } = site
  const of = (role: string, value: unknown) => bindCode(site, `sent${site.code.size}`, role, () => value)
  return {
    message: pick(random, ["paid", "sent"]),
    ...(random.chance(0.5) ? { key: bindCode(site, `sent${site.code.size}`, "key", (vars) => number(vars, "a")) } : {}),
    ...(random.chance(0.5) ? { payload: of("payload", random.chance(0.1) ? "large ".repeat(300) : { n: random.below(9) }) } : {}),
    ...(random.chance(0.3) ? { ttl: { value: "1 hour" } } : {}),
  }
}

const payload = (site: Site): object => (site.random.chance(0.5) ? { payload: { value: { n: site.random.below(9) } } } : {})

/** Something that is thrown at once. */
const thrown = (site: Site): object => {
  const { random } = site
  const kind = random.below(3)
  if (kind === 0) return { type: "message", ...sentMessage(site) }
  if (kind === 1) return { type: "signal", signal: pick(random, ["stop", "go"]), ...payload(site) }
  return { type: "escalation", escalation: pick(random, escalations), ...payload(site) }
}

/** What an event throws that ends nothing around it by itself. */
export const thrownOrSeveral = (site: Site): object => (site.random.chance(0.15) ? severalOf("multiple", () => thrown(site)) : thrown(site))

/** The flow throws something and goes on. */
export const throwEvent = (site: Site, place: Place, from: From): From => {
  const id = add(site, place, "IntermediateThrowEvent", { trigger: thrownOrSeveral(site) })
  from(id)
  return fromElement(site, id)
}

/** The flow goes on where a link is caught. */
export const linkEvent = (site: Site, place: Place, from: From): From => {
  const link = `link ${site.elements.length}`
  from(add(site, place, "IntermediateThrowEvent", { trigger: { type: "link", link } }))
  return fromElement(site, add(site, place, "IntermediateCatchEvent", { trigger: { type: "link", link } }))
}

/** Events at the border of an activity: those whose paths go on in its place are given back. */
export const borderEvents = (site: Site, place: Place, attachedTo: string): ReadonlyArray<string> => {
  const { random } = site
  const boundary = (trigger: object, more: object) => add(site, place, "BoundaryEvent", { attachedTo, trigger, ...takes(site), ...more })
  const exits: Array<string> = []
  if (random.chance(0.15)) {
    const luck = random.below(8)
    const trigger =
      luck === 0
        ? caughtEscalation(site)
        : luck === 1
          ? severalOf("multiple", () => waited(site, place, false))
          : waitedOrSeveral(site, place)
    exits.push(boundary(trigger, {}))
  }
  if (random.chance(0.15)) {
    const trigger = random.chance(0.3) ? caughtEscalation(site) : waitedOrSeveral(site, place, true)
    const beside = boundary(trigger, { interrupting: false })
    flow(site, beside, add(site, place, "EndEvent"))
  }
  return exits
}

/** An event sub-process in a scope: in the place of everything else in it, or beside it. */
export const eventSubProcess = (site: Site, place: Place, fill: (inside: Place, from: From) => From): void => {
  const { random } = site
  const luck = random.below(10)
  const always = luck < 2
  const interrupting = always || random.chance(0.5)
  const trigger = always
    ? { type: "error", ...(random.chance(0.5) ? { error: pick(random, randomErrors) } : {}) }
    : luck < 4
      ? caughtEscalation(site)
      : waitedOrSeveral(site, place, !interrupting)
  const id = add(site, place, "EventSubProcess", {
    ...(random.chance(0.2) ? { output: true } : {}),
    ...(random.chance(0.5) ? { result: pick(random, variables) } : {}),
    ...(random.chance(0.3) ? { saga: true } : {}),
    ...(random.chance(0.1) ? { redacted: ["a"] } : {}),
  })
  const inside = within(place, id)
  const begin = add(site, inside, "StartEvent", { trigger, ...takes(site), ...(interrupting ? {} : { interrupting: false }) })
  const from = fill(inside, fromElement(site, begin))
  from(add(site, inside, "EndEvent"))
}

/** An event sub-process that compensates the sub-process it stands in. */
export const compensatingSubProcess = (site: Site, place: Place, fill: (inside: Place, from: From) => From): void => {
  const id = add(site, place, "EventSubProcess")
  const inside: Place = { ...within(place, id), undoing: true }
  const from = fill(inside, fromElement(site, add(site, inside, "StartEvent", { trigger: { type: "compensation" } })))
  const rest = add(site, inside, "EndEvent", { trigger: { type: "compensation" } })
  from(rest)
}

/** A transaction, with the boundary event that goes on when it is cancelled from inside. */
export const addTransaction = (
  site: Site,
  place: Place,
  fields: object,
  fill: (inside: Place, from: From) => From,
): readonly [string, string] => {
  const { random } = site
  const id = add(site, place, "Transaction", { result: pick(random, variables), ...fields })
  const inside = within(place, id)
  const from = fill(inside, fromElement(site, add(site, inside, "StartEvent")))
  const gate = add(site, inside, "ExclusiveGateway")
  extend(site, gate, { choose: bindCode(site, gate, "choose", (vars) => (Math.abs(number(vars, "a")) % 2 === 0 ? "done" : "undone")) })
  from(gate)
  flow(site, gate, add(site, inside, "EndEvent"), { name: "done" })
  const cancel = random.chance(0.3) ? { type: "multiple", triggers: [thrown(site), { type: "cancel" }] } : { type: "cancel" }
  flow(site, gate, add(site, inside, "EndEvent", { trigger: cancel }), { name: "undone" })
  return [id, add(site, place, "BoundaryEvent", { attachedTo: id, trigger: { type: "cancel" } })]
}
