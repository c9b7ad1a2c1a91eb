/**
 * The body of an activity that runs more than once: what holds its runs together. Each run is an element instance of
 * the same element that stands in it, and has variables of its own in which no copy of the item stands, only the item.
 *
 * BPMN 2.0.2 §10.3.7 (loop characteristics), §13.3.6, §13.3.7.
 */
import { readValue, type Value } from "@millrace/kernel"
import * as HashMap from "effect/HashMap"
import { type Chain, noVariables, type Variables } from "../Variables.ts"

/** An activity that runs more than once, as a whole. */
export interface Body {
  /** Known as soon as its items are counted; a standard loop never knows it. */
  total: number | undefined
  /** The items; none for a standard loop and where only their number is known. */
  list: Value | undefined
  /** Items that came later. */
  added: Array<Value> | undefined
  /** The variable of each run that has its item. */
  name: string | undefined
  /** At most so many at once. */
  window: number | undefined
  /** Runs that are on the agenda. */
  pending: number
  started: number
  active: number
  completed: number
  /** What completed runs gave, by their index. */
  readonly results: Map<number, Value>
}

/** One run of an activity that runs more than once. */
export interface Item {
  /** From 0. */
  readonly index: number
  /** Made when somebody first looks: its item, its counter, and what was set in it. */
  variables: Variables | undefined
  /** The snapshot made last, for as long as it holds. */
  chain: Chain | undefined
}

/** The variable of each run that says which one it is, from 1. */
export const counterName = "loopCounter"

/** A body that has done nothing yet. */
export const makeBody = (): Body => ({
  total: undefined,
  list: undefined,
  added: undefined,
  name: undefined,
  window: undefined,
  pending: 0,
  started: 0,
  active: 0,
  completed: 0,
  results: new Map(),
})

/** The item of a run. */
export const itemAt = (body: Body, index: number): Value | undefined => {
  const given = body.total === undefined ? 0 : body.total - (body.added?.length ?? 0)
  if (index >= given) return body.added?.[index - given]
  if (body.list === undefined) return undefined
  const list = readValue(body.list)
  return Array.isArray(list) ? list[index] : undefined
}

/** What a run begins with. */
export const freshVariables = (body: Body | undefined, index: number): Variables => {
  const counted = HashMap.set(noVariables, counterName, index + 1)
  const item = body?.name === undefined ? undefined : itemAt(body, index)
  return body?.name === undefined || item === undefined ? counted : HashMap.set(counted, body.name, item)
}

/** The variables of a run alone. */
export const itemVariables = (body: Body | undefined, item: Item): Variables => {
  item.variables ??= freshVariables(body, item.index)
  return item.variables
}

/** How many runs may be put on the agenda now. */
export const room = ({ total, started, active, pending, window }: Body): number => {
  const left = (total ?? 0) - started - pending
  return window === undefined ? left : Math.min(left, window - active - pending)
}
