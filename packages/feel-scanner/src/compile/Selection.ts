/**
 * The short way through a filter: where the condition is made of comparisons joined by `and`, each comparison goes through the whole list in a
 * loop of its own, on values of the one kind that it is about. Whatever else turns up (another kind, null, an item that is no context, an
 * entry that is missing) ends that without a result: then the filter takes the long way, from the start.
 */
import type { ComparisonOperator, Node, NodeOf } from "../syntax/Syntax.ts"
import type { FeelContext, FeelList, FeelValue } from "../values/FeelValue.ts"
import type { Compiler } from "./Compiler.ts"
import type { Eval, Frame } from "./Run.ts"

/** The items that a condition is true for; null where it takes the long way to tell. */
export type Selection = (frame: Frame, list: FeelList) => FeelList | null

/** Moves those of the first `count` positions that pass to the front, and counts them; -1 where that cannot be told. */
type Pass = (frame: Frame, list: FeelList, positions: Array<number>, count: number) => number

/** Of a few items the long way is the shorter one. */
const fewItems = 16

/** Room for positions, and how many of them are kept for the next selection. */
let spare: Array<number> | null = []
const mostSpared = 10_000

/** The selection by a condition on the item in a slot; null where the condition has another form. */
export const compileSelection = (compiler: Compiler, condition: Node, slot: number): Selection | null => {
  const passes = passesOf(compiler, condition, slot)
  if (passes === null) return null
  return (frame, list) => {
    if (list.length < fewItems) return null
    let count = list.length
    // The array serves again and again; while it is in use there is none, so that nothing that is called from here finds it.
    const positions = spare ?? []
    spare = null
    for (let i = 0; i < count; i++) positions[i] = i
    for (let i = 0; i < passes.length && count >= 0; i++) count = (passes[i] as Pass)(frame, list, positions, count)
    const found: Array<FeelValue> = []
    for (let i = 0; i < count; i++) found.push(list[positions[i] as number] as FeelValue)
    if (positions.length <= mostSpared) spare = positions
    return count < 0 ? null : found
  }
}

const passesOf = (compiler: Compiler, node: Node, slot: number): ReadonlyArray<Pass> | null => {
  if (node.kind === "comparison") {
    const pass = comparisonPass(compiler, node, slot)
    return pass === null ? null : [pass]
  }
  if (node.kind === "and") {
    const all: Array<Pass> = []
    for (const operand of node.operands) {
      const passes = passesOf(compiler, operand, slot)
      if (passes === null) return null
      all.push(...passes)
    }
    return all
  }
  const entry = entryOf(node, slot)
  return entry !== undefined && node.type.kind === "boolean" ? [booleanPass(entry)] : null
}

const comparisonPass = (compiler: Compiler, { left, operator, right }: NodeOf<"comparison">, slot: number): Pass | null => {
  const entry = entryOf(left, slot)
  if (entry === undefined) return null
  const bound = boundOf(compiler, right, slot)
  if (bound === null) return null
  const ofNumbers = numberPass(entry, operator)
  const ofStrings = operator === "=" || operator === "!=" ? stringPass(entry, operator === "=") : null
  return (frame, list, positions, count) => {
    const value = bound(frame)
    if (typeof value === "number") return ofNumbers(value, list, positions, count)
    return typeof value === "string" && ofStrings !== null ? ofStrings(value, list, positions, count) : -1
  }
}

/** The entry of the item that a node reads: its name, null for the item itself, undefined where it reads something else. */
const entryOf = (node: Node, slot: number): string | null | undefined => {
  if (isItem(node, slot)) return null
  const name = node.kind === "path" && isItem(node.source, slot) ? node.name : entryName(node, slot)
  return name === undefined || name in Object.prototype ? undefined : name
}

const entryName = (node: Node, slot: number): string | undefined => {
  if (node.kind !== "name" || node.binding.kind !== "entry") return undefined
  const { item, name } = node.binding
  return item.up === 0 && item.slot === slot ? name : undefined
}

const isItem = (node: Node, slot: number): boolean =>
  node.kind === "name" && node.binding.kind === "local" && node.binding.up === 0 && node.binding.slot === slot

/** What the items are compared with, where it is the same for all of them and nothing can go wrong when it is read. */
const boundOf = (compiler: Compiler, node: Node, slot: number): Eval | null => {
  const evaluate = compiler.node(node)
  if (compiler.constantOf(evaluate) !== undefined) return evaluate
  if (node.kind !== "name" || isItem(node, slot)) return null
  const { binding } = node
  if (binding.kind === "local") return binding.growing ? null : evaluate
  if (binding.kind !== "input" || binding.name in Object.prototype) return null
  const { name } = binding
  return (frame) => frame.inputs[name] ?? null
}

/** Whether a value is surely a context: no other value is a plain object. */
const isPlain = (item: FeelValue | undefined): item is FeelContext =>
  typeof item === "object" && item !== null && (item as object).constructor === Object

type BoundPass<A> = (bound: A, list: FeelList, positions: Array<number>, count: number) => number

const numberPass = (entry: string | null, operator: ComparisonOperator): BoundPass<number> => {
  const less = operator === "<" || operator === "<=" || operator === "!="
  const same = operator === "<=" || operator === ">=" || operator === "="
  const more = operator === ">" || operator === ">=" || operator === "!="
  return (bound, list, positions, count) => {
    let kept = 0
    for (let i = 0; i < count; i++) {
      const position = positions[i] as number
      const item = list[position]
      if (entry !== null && !isPlain(item)) return -1
      const value = entry === null ? item : (item as FeelContext)[entry]
      if (typeof value !== "number") return -1
      if (value < bound ? less : value > bound ? more : value === bound && same) positions[kept++] = position
    }
    return kept
  }
}

const stringPass =
  (entry: string | null, wanted: boolean): BoundPass<string> =>
  (bound, list, positions, count) => {
    let kept = 0
    for (let i = 0; i < count; i++) {
      const position = positions[i] as number
      const item = list[position]
      if (entry !== null && !isPlain(item)) return -1
      const value = entry === null ? item : (item as FeelContext)[entry]
      if (typeof value !== "string") return -1
      if ((value === bound) === wanted) positions[kept++] = position
    }
    return kept
  }

const booleanPass =
  (entry: string | null): Pass =>
  (_frame, list, positions, count) => {
    let kept = 0
    for (let i = 0; i < count; i++) {
      const position = positions[i] as number
      const item = list[position]
      if (entry !== null && !isPlain(item)) return -1
      const value = entry === null ? item : (item as FeelContext)[entry]
      if (typeof value !== "boolean") return -1
      if (value) positions[kept++] = position
    }
    return kept
  }
