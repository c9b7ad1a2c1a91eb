/**
 * Bodies and their runs in snapshots. The item of a run is not written again: it stands in the list of the body.
 *
 * Names and shapes are the storage format.
 */
import type { Value } from "@millrace/kernel"
import * as HashMap from "effect/HashMap"
import type { Variables } from "../Variables.ts"
import { type Body, counterName, freshVariables, type Item, itemAt, makeBody } from "./Body.ts"

export interface BodySnapshot {
  readonly total?: number
  readonly list?: Value
  readonly added?: ReadonlyArray<Value>
  readonly name?: string
  readonly window?: number
  readonly started: number
  readonly active: number
  readonly completed: number
  readonly results: ReadonlyArray<readonly [index: number, value: Value]>
}

export interface ItemSnapshot {
  readonly index: number
  /** Its variables, where something that is complete in it sees them as they are now: an index into those of the snapshot. */
  readonly variables?: number
  /** Else what was set in the run. */
  readonly set?: { readonly [name: string]: Value }
}

export const bodySnapshot = ({ total, list, added, name, window, started, active, completed, results }: Body): BodySnapshot => ({
  ...(total === undefined ? {} : { total }),
  ...(list === undefined ? {} : { list }),
  ...(added === undefined ? {} : { added: [...added] }),
  ...(name === undefined ? {} : { name }),
  ...(window === undefined ? {} : { window }),
  started,
  active,
  completed,
  results: [...results],
})

/** What is on the agenda is added when that is restored. */
export const restoreBody = ({ total, list, added, name, window, started, active, completed, results }: BodySnapshot): Body => ({
  ...makeBody(),
  total,
  list,
  added: added === undefined ? undefined : [...added],
  name,
  window,
  started,
  active,
  completed,
  results: new Map(results),
})

/** `indexOf` knows what else refers to these variables. */
export const itemSnapshot = (
  body: Body | undefined,
  { index, variables }: Item,
  indexOf: (own: Variables) => number | undefined,
): ItemSnapshot => {
  if (variables === undefined) return { index }
  const known = indexOf(variables)
  if (known !== undefined) return { index, variables: known }
  const given = body?.name === undefined ? undefined : itemAt(body, index)
  const set: Record<string, Value> = {}
  for (const [name, value] of HashMap.entries(variables)) {
    const fresh = name === body?.name ? value === given : name === counterName && value === index + 1
    if (!fresh) Object.defineProperty(set, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return Object.keys(set).length === 0 ? { index } : { index, set }
}

export const restoreItem = (
  body: Body | undefined,
  { index, variables: known, set }: ItemSnapshot,
  at: (index: number) => Variables,
): Item => {
  if (known !== undefined) return { index, variables: at(known), chain: undefined }
  if (set === undefined) return { index, variables: undefined, chain: undefined }
  let variables = freshVariables(body, index)
  for (const [name, value] of Object.entries(set)) variables = HashMap.set(variables, name, value)
  return { index, variables, chain: undefined }
}
