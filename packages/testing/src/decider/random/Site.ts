/**
 * What random processes are put together with: elements and flows as far as they are made.
 */
import { type Code, type Codec, codeName, type Handler, type JsonObject } from "@millrace/kernel"
import type { GraphElement, SequenceFlow } from "@millrace/process"
import type { Seeded } from "../../store/seeded.ts"

/** What has been made so far. */
export interface Site {
  readonly id: string
  readonly random: Seeded
  budget: number
  readonly elements: Array<GraphElement>
  readonly flows: Array<SequenceFlow>
  readonly code: Map<string, Code>
  readonly handlers: Map<string, Handler>
  readonly codecs: Map<string, Codec>
  /** The ids of the processes that it may call. */
  readonly calls: ReadonlyArray<string>
  /** Activities with a compensation so far. */
  readonly compensable: Array<{ readonly id: string; readonly scope: string | undefined }>
}

export interface Place {
  readonly scope?: string
  /** A branch beside others may not end on its own. */
  readonly inParallel: boolean
  readonly depth: number
  /** It undoes something: it sees variables as they were. */
  readonly undoing?: true
}

/** Inside a scope. */
export const within = (place: Place, scope: string): Place => ({
  scope,
  inParallel: false,
  depth: place.depth + 1,
  ...(place.undoing === true ? { undoing: true } : {}),
})

/** From where a path comes; it is given the element that it leads to. */
export type From = (to: string) => void

export const variables = ["a", "b", "c"]

export const pick = <T>(random: Seeded, list: ReadonlyArray<T>): T => {
  const one = list[random.below(list.length)]
  if (one === undefined) throw new Error("There is nothing to pick from.")
  return one
}

export const add = (site: Site, place: Place, type: string, fields: object = {}): string => {
  const id = `${type.replace(/[a-z]/g, "").toLowerCase()}${site.elements.length + 1}`
  const name = site.random.chance(0.1) ? { name: `the ${type} ${id}` } : {}
  site.elements.push({ id, type, ...name, ...(place.scope === undefined ? {} : { scope: place.scope }), ...fieldsAt(place, fields) })
  return id
}

/** Where the business key of a call is taken, nothing helps but to end its caller: what undoes something does not end so. */
const fieldsAt = (place: Place, fields: object): object =>
  place.undoing === true ? Object.fromEntries(Object.entries(fields).filter(([name]) => name !== "businessKey")) : fields

export const flow = (site: Site, from: string, to: string, more: object = {}): string => {
  const id = `${from}-${to}-${site.flows.length + 1}`
  site.flows.push({ id, from, to, ...more })
  return id
}

export const fromElement =
  (site: Site, from: string): From =>
  (to) => {
    flow(site, from, to)
  }

export const bindCode = (site: Site, element: string, role: string, run: (vars: JsonObject) => unknown) => {
  const name = codeName(site.id, 1, element, role)
  site.code.set(name, ({ vars }) => run(vars))
  return { code: name }
}

export const number = (vars: JsonObject, name: string): number => (typeof vars[name] === "number" ? vars[name] : 0)

export const element = (site: Site, id: string): GraphElement => {
  const found = site.elements.find((one) => one.id === id)
  if (found === undefined) throw new Error(`There is no element '${id}'.`)
  return found
}

/** Gives an element further fields. */
export const extend = (site: Site, id: string, fields: object): void => {
  const at = site.elements.findIndex((one) => one.id === id)
  site.elements[at] = { ...element(site, id), ...fields }
}
