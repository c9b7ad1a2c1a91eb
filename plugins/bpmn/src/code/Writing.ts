/**
 * Where a way of a scope is written, and what is known of all ways: which meet, which turned out to need more than a chain.
 */
import type { Printing } from "./Printing.ts"
import { Inexpressible, type Meeting, type PrintedElement } from "./Structure.ts"
import type { CallOf, Written } from "./Written.ts"

/** Calls, and whether the flow comes out behind them. */
export interface Way {
  readonly calls: ReadonlyArray<CallOf>
  readonly open: boolean
}

/** What a flow that falls out of its way comes to when that is an end without anything. */
export const finish = "\0finish"

/** Where a way is written. */
export interface Site {
  /** What stands behind it: whoever leads there just comes to the end of the way. */
  readonly follow: string | undefined
  readonly labels: ReadonlySet<string>
  /** Graphs around, the nearest first. */
  readonly graphs: ReadonlyArray<Region>
  /** The block of ways beside each other around it, which all of them have to come out of. */
  readonly guard: string | undefined
  /** What ends: by an end of its own, by coming to the end of the way, or in a stretch. */
  readonly ends: "inline" | "fall" | "stretch"
  /** The first element of the way. */
  readonly root: string
}

/** A graph that is being written. */
export interface Region {
  readonly site: Site
  readonly names: Array<string>
  readonly bodies: Map<string, Written>
  readonly waiting: Array<string>
}

/** What turned out to be needed. */
export interface Needs {
  /** Labels that have to be stretches. */
  readonly stretched: Set<string>
  /** Ways beside each other that do not come together in one place. */
  readonly loose: Set<string>
  /** Elements at which a graph has to begin. */
  readonly regional: Set<string>
  /** Elements behind which nothing may be written, since what stands there leads back. */
  readonly closed: Set<string>
}

export class Again extends Error {}

/** What all functions here know. */
export interface Writing {
  readonly printing: Printing
  readonly scope: string | undefined
  readonly meeting: Meeting
  readonly needs: Needs
  /** What is a stretch this time. */
  readonly stretches: Set<string>
  readonly names: Set<string>
}

export const need = (set: Set<string>, id: string): never => {
  if (set.has(id)) throw new Inexpressible(`no way is found to '${id}'`)
  set.add(id)
  throw new Again()
}

/** Whether it waits for tokens of several ways. */
export const waits = ({ structure }: Printing, id: string): boolean => {
  const { type } = structure.element(id)
  return type === "ComplexGateway" || ((type === "ParallelGateway" || type === "InclusiveGateway") && structure.incoming(id).length > 1)
}

/** Whether more than one of its ways may be taken. */
export const multiplies = ({ structure }: Printing, id: string): boolean => {
  if (id === "" || structure.outgoing(id).length < 2) return false
  const { type } = structure.element(id)
  return type !== "ExclusiveGateway" && type !== "EventBasedGateway"
}

/** The graph around to which stretches can be added: what comes out of them goes where it would go here. */
export const nearest = ({ graphs, follow }: Site): Region | undefined => {
  const [near] = graphs
  return near !== undefined && (follow === undefined || follow === near.site.follow) ? near : undefined
}

export const addStretch = ({ stretches }: Writing, region: Region, id: string): void => {
  stretches.add(id)
  if (region.names.includes(id)) return
  region.names.push(id)
  region.waiting.push(id)
}

/** The gateway where all ways of another one come together again, each of them once. */
export const joinOf = ({ printing, needs }: Writing, id: string, real: ReadonlyArray<string>): string | undefined => {
  const { structure } = printing
  const [only, another] = real
  if (only === undefined || another !== undefined || needs.stretched.has(only)) return undefined
  const asked = structure.outgoing(id).some(({ condition }) => condition !== undefined) || structure.element(id).type === "InclusiveGateway"
  const fits = structure.element(only).type === (asked ? "InclusiveGateway" : "ParallelGateway")
  return fits && structure.incoming(only).length === structure.outgoing(id).length ? only : undefined
}

/** A name that no element has, for graphs and their beginnings. */
export const freeName = ({ names, printing }: Writing, base: string): string => {
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}${n}`
    if (names.has(name) || printing.ids.has(name)) continue
    names.add(name)
    return name
  }
}

/** The usual start first: what the process leads to without an event. */
export const rootsOf = ({ printing, scope }: Writing): ReadonlyArray<string> => {
  const roots = printing.structure.roots(scope)
  const isUsual = ({ type, trigger }: PrintedElement): boolean => type === "StartEvent" && trigger === undefined
  return [...roots.filter(isUsual), ...roots.filter((root) => !isUsual(root))].map(({ id }) => id)
}
