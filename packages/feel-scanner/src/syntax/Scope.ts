/**
 * The names that are known at a place of a text, and which of them the tokens there spell: the longest one (DMN 1.5 §10.3.1.3).
 */
import { Any, baseOf, type FeelType } from "../types/FeelType.ts"
import { longestOf, type NameSet, nameSet, noNames } from "./Names.ts"
import type { Token } from "./Token.ts"

/** What a name stands for. */
export type Binding =
  /** An entry of the context that the caller evaluates with. */
  | { readonly kind: "input"; readonly name: string; readonly type: FeelType; readonly declared: boolean }
  | LocalBinding
  /** An entry of the item that a filter looks at; where the item has none of that name, what the name means outside. */
  | {
      readonly kind: "entry"
      readonly item: LocalBinding
      readonly name: string
      readonly type: FeelType
      readonly otherwise: Binding
    }
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "unknown"; readonly name: string }

/** A slot of the function `up` levels further out. */
export interface LocalBinding {
  readonly kind: "local"
  readonly up: number
  readonly slot: number
  readonly name: string
  readonly type: FeelType
  /** It is the list of results that a `for` is still making. */
  readonly growing: boolean
}

/** One function's slots: where its parameters and the names inside it are kept. */
export interface Activation {
  readonly parent: Activation | null
  /** How many slots it needs. */
  size: number
  /** How many loops the place is inside of: closures made in a loop keep the slots of that turn. */
  loops: number
}

/** One level of names. */
type Level =
  | { readonly kind: "inputs"; readonly names: NameSet }
  | { readonly kind: "builtins"; readonly names: NameSet }
  | {
      readonly kind: "locals"
      readonly names: NameSet
      readonly slots: ReadonlyMap<string, number>
      readonly activation: Activation
      readonly growing: boolean
    }
  | ItemLevel

interface ItemLevel {
  readonly kind: "item"
  /** The entries of the items; empty where they are not known, null where items have none. */
  readonly names: NameSet | null
  readonly slot: number
  readonly type: FeelType
  readonly activation: Activation
}

/** The levels of names at a place, innermost first. */
export interface Scope {
  readonly level: Level
  readonly outer: Scope | null
  readonly activation: Activation
}

/** The scope of a whole text. */
export const rootScope = (builtins: NameSet, inputs: NameSet): Scope => {
  const activation: Activation = { parent: null, size: 0, loops: 0 }
  const outer: Scope = { level: { kind: "builtins", names: builtins }, outer: null, activation }
  return { level: { kind: "inputs", names: inputs }, outer, activation }
}

/** A scope with one more local name, which takes a new slot. */
export const withLocal = (
  scope: Scope,
  name: string,
  type: FeelType,
  growing = false,
): { readonly scope: Scope; readonly slot: number } => {
  const { activation } = scope
  const slot = activation.size++
  const level: Level = { kind: "locals", names: nameSet([[name, type]]), slots: new Map([[name, slot]]), activation, growing }
  return { scope: { level, outer: scope, activation }, slot }
}

/** The scope of a function's body: its parameters take the first slots of a new activation. */
export const withParameters = (scope: Scope, parameters: ReadonlyArray<readonly [string, FeelType]>): Scope => {
  const activation: Activation = { parent: scope.activation, size: parameters.length, loops: 0 }
  const slots = new Map(parameters.map(([name], slot) => [name, slot]))
  return { level: { kind: "locals", names: nameSet(parameters), slots, activation, growing: false }, outer: scope, activation }
}

/** The scope of a filter's condition: the item, and its entries by their names. */
export const withItem = (scope: Scope, type: FeelType): { readonly scope: Scope; readonly slot: number } => {
  const { activation } = scope
  // Behind the item's slot is one for the item where it is a context, so that its entries are read without asking each time.
  const slot = activation.size
  activation.size += 2
  const base = baseOf(type)
  const names = base.kind === "context" ? nameSet(base.entries) : base.kind === "Any" || base.kind === "Null" ? noNames : null
  return { scope: { level: { kind: "item", names, slot, type, activation }, outer: scope, activation }, slot }
}

const distance = (from: Activation, to: Activation): number => {
  let up = 0
  for (let at: Activation | null = from; at !== null && at !== to; at = at.parent) up++
  return up
}

/** The longest name that the tokens from an index spell, and how many tokens it has. */
export const longestName = (
  scope: Scope,
  tokens: ReadonlyArray<Token>,
  at: number,
): { readonly name: string; readonly length: number; readonly builtin: boolean } | null => {
  let best: { readonly name: string; readonly length: number; readonly builtin: boolean } | null = null
  for (let here: Scope | null = scope; here !== null; here = here.outer) {
    const known = here.level.names === null ? null : longestOf(here.level.names, tokens, at)
    if (known !== null && known.words.length > (best?.length ?? 0)) {
      best = { name: known.name, length: known.words.length, builtin: here.level.kind === "builtins" }
    }
  }
  return best
}

/** What a name means. With `open`, names that are not known are inputs of an unknown type. */
export const resolve = (scope: Scope, name: string, open: boolean): Binding => resolveFrom(scope, scope.activation, name, open)

const resolveFrom = (scope: Scope | null, from: Activation, name: string, open: boolean): Binding => {
  for (let here = scope; here !== null; here = here.outer) {
    const { level } = here
    if (level.kind === "item") {
      const found = inItem(level, from, name, () => resolveFrom(here.outer, from, name, open))
      if (found !== null) return found
      continue
    }
    const type = level.names.types.get(name)
    if (type === undefined) continue
    if (level.kind === "inputs") return { kind: "input", name, type, declared: true }
    if (level.kind === "builtins") return { kind: "builtin", name }
    const up = distance(from, level.activation)
    return { kind: "local", up, slot: level.slots.get(name) ?? 0, name, type, growing: level.growing }
  }
  return open ? { kind: "input", name, type: Any, declared: false } : { kind: "unknown", name }
}

/** The item itself, or what may be an entry of it; null where it is neither. */
const inItem = (level: ItemLevel, from: Activation, name: string, outside: () => Binding): Binding | null => {
  const up = distance(from, level.activation)
  const item: LocalBinding = { kind: "local", up, slot: level.slot, name: "item", type: level.type, growing: false }
  const known = level.names?.types.get(name)
  const mayHave = level.names !== null && (known !== undefined || level.names.types.size === 0)
  if (!mayHave) return name === "item" ? item : null
  return { kind: "entry", item, name, type: known ?? Any, otherwise: name === "item" ? item : outside() }
}
