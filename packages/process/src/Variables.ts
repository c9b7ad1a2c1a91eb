/**
 * Variables: a persistent map per scope. A chain of such maps is a snapshot of everything an element sees; taking one
 * costs the same however many variables there are. The plain frozen object that code gets is built when somebody
 * first asks for it, and kept for as long as nothing in the chain changes.
 */
import { deepFreeze, type Json, type JsonObject, readValue, StoredValue, type Value } from "@millrace/kernel"
import * as HashMap from "effect/HashMap"

/** The variables of one scope. */
export type Variables = HashMap.HashMap<string, Value>

export const noVariables: Variables = HashMap.empty()

/** The variables of a scope and of all the scopes around it, at one moment. */
export interface Chain {
  readonly own: Variables
  /** Of the scope around it, or the input of the instance. */
  readonly outer: Chain | Input
  view: JsonObject | undefined
}

/** The input of an instance, as the outermost variables. Kept apart so that a large input is never written again. */
export interface Input {
  readonly value: Value
  view: JsonObject | undefined
}

export const makeInput = (value: Value): Input => ({ value, view: undefined })

export const makeChain = (own: Variables, outer: Chain | Input): Chain => ({ own, outer, view: undefined })

/** All variables that are seen from the innermost scope, as one frozen object. */
export const viewOf = (look: Chain | Input): JsonObject => {
  if (look.view !== undefined) return look.view
  look.view = "own" in look ? chainView(look) : inputView(look.value)
  return look.view
}

/** The variables of one scope alone. */
export const ownView = (own: Variables): JsonObject => {
  const view: Record<string, Json> = {}
  fill(view, own)
  return Object.freeze(view)
}

const chainView = (chain: Chain): JsonObject => {
  if (HashMap.isEmpty(chain.own)) return viewOf(chain.outer)
  const scopes: Array<Variables> = []
  let look: Chain | Input = chain
  while ("own" in look) {
    scopes.push(look.own)
    look = look.outer
  }
  const view: Record<string, Json> = { ...viewOf(look) }
  for (const own of scopes.reverse()) fill(view, own)
  return Object.freeze(view)
}

const fill = (view: Record<string, Json>, own: Variables): void => {
  for (const [name, value] of HashMap.entries(own)) {
    // What was just read from a log or a snapshot is frozen when code is to see it, and not before.
    deepFreeze(value)
    // What is large is read when it is asked for: most code never looks at it.
    const property = value instanceof StoredValue ? { get: () => value.read() } : { value, writable: true }
    if ("get" in property || Object.hasOwn(view, name) || name === "__proto__") {
      Object.defineProperty(view, name, { ...property, enumerable: true, configurable: true })
    } else view[name] = value as Json
  }
}

const inputView = (input: Value): JsonObject => {
  const value = readValue(input)
  if (value === null) return Object.freeze({})
  if (isObject(value)) return deepFreeze(value)
  return Object.freeze({ input: value })
}

const isObject = (value: Json): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value)
