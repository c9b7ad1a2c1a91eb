/**
 * What a decision or a knowledge model requires: the names that its expressions see, and their values (DMN 1.5 §6.3.13 and §10.4).
 */
import { contextOf, type FeelType, type FeelValue, isContext } from "@millrace/feel-scanner"
import type { Reference } from "../model/DecisionModel.ts"
import { type Node, nodeValue } from "./Node.ts"
import type { Run } from "./Run.ts"
import type { ModelScope, Scope } from "./Scope.ts"
import { put } from "./Scope.ts"

/** A required node, and the names of the imports on the way to it: none for the own model. */
export interface Requirement {
  readonly path: ReadonlyArray<string>
  readonly node: Node
}

/** What nodes need of the model that they are in. */
export interface Surroundings {
  readonly scope: ModelScope
  readonly namespace: string
  /** The node that a reference means; undefined where it means none. */
  readonly find: (reference: Reference) => Requirement | undefined
}

/** The nodes that references mean; for those that mean none there is a problem. */
export const requirementsOf = (
  { find }: Surroundings,
  references: ReadonlyArray<Reference>,
  scope: Scope,
  part: object,
): ReadonlyArray<Requirement> =>
  references.flatMap((reference) => {
    const found = find(reference)
    if (found === undefined)
      scope.problem("UnknownReference", `Nothing has the id '${reference}': correct the reference, or give the model that has it.`, part)
    return found ?? []
  })

/** The names that expressions see, with their types. */
export const namesOf = (requirements: ReadonlyArray<Requirement>): ReadonlyMap<string, FeelType> => {
  let names: ReadonlyMap<string, FeelType> = new Map()
  for (const { path, node } of requirements) names = namesWith(names, path, node.name, node.type())
  return names
}

const namesWith = (
  entries: ReadonlyMap<string, FeelType>,
  path: ReadonlyArray<string>,
  name: string,
  type: FeelType,
): ReadonlyMap<string, FeelType> => {
  const [first, ...others] = path
  if (first === undefined) return new Map([...entries, [name, type]])
  const known = entries.get(first)
  const inner = known?.kind === "context" ? known.entries : new Map<string, FeelType>()
  return new Map([...entries, [first, contextOf(namesWith(inner, others, name, type))]])
}

/** Adds the values of what is required to the context that expressions see. */
export const addRequired = (context: Record<string, FeelValue>, requirements: ReadonlyArray<Requirement>, run: Run): void => {
  for (const { path, node } of requirements) {
    const value = nodeValue(node, run)
    let target = context
    for (const prefix of path) {
      const known = Object.hasOwn(target, prefix) ? target[prefix] : undefined
      const inner: Record<string, FeelValue> = known !== undefined && isContext(known) ? { ...known } : {}
      put(target, prefix, inner)
      target = inner
    }
    put(target, node.name, value)
  }
}
