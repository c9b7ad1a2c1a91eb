/**
 * Random gateways that begin before all has come, or wait for events.
 */
import { catchEvent } from "./events.ts"
import { add, bindCode, extend, type From, flow, fromElement, number, type Place, type Site } from "./Site.ts"

/** Makes a branch from where it begins; gives where it ends. */
type Branch = (inside: Place, from: From) => From

/** All of several branches at once, of which some are enough: the rest is taken in, blocked or cancelled. */
export const complexGateway = (site: Site, place: Place, from: From, branch: Branch): string => {
  const { random } = site
  const fork = add(site, place, "ParallelGateway")
  from(fork)
  const inside = { ...place, inParallel: true }
  const first = site.elements.length
  const branches = 2 + random.below(2)
  const exits = Array.from({ length: branches }, () => branch(inside, fromElement(site, fork)))
  const made = site.elements.slice(first).filter(({ scope }) => scope === place.scope)
  const join = add(site, place, "ComplexGateway")
  for (const exit of exits) exit(join)
  const enough = 1 + random.below(branches)
  const luck = random.below(3)
  if (luck === 0) extend(site, join, { count: { value: enough } })
  else if (luck === 1) extend(site, join, { count: bindCode(site, join, "count", () => enough) })
  else extend(site, join, { activation: bindCode(site, join, "activation", (vars) => number(vars, "arrived") >= enough) })
  const rest = random.below(3)
  if (rest === 0) extend(site, join, { blocking: true })
  if (rest === 1 && made.length > 0) extend(site, join, { cancels: made.map(({ id }) => id) })
  return join
}

/** The first of several events decides where the flow goes on. */
export const eventBasedGateway = (site: Site, place: Place, from: From, branch: Branch): ReadonlyArray<From> => {
  const gateway = add(site, place, "EventBasedGateway")
  from(gateway)
  const event = (): From => {
    if (site.random.chance(0.7)) return catchEvent(site, place, fromElement(site, gateway))
    const task = add(site, place, "ReceiveTask", { message: "paid", result: "came" })
    flow(site, gateway, task)
    return fromElement(site, task)
  }
  return Array.from({ length: 2 + site.random.below(2) }, () => (site.random.chance(0.5) ? event() : branch(place, event())))
}
