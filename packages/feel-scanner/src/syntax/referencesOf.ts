/**
 * Which names a tree reads from the caller's context.
 */
import type { Binding } from "./Scope.ts"
import type { Node } from "./Syntax.ts"

/** The names, each once, in the order in which they are first read. */
export const referencesOf = (root: Node): ReadonlyArray<string> => {
  const names = new Set<string>()
  const ofBinding = (binding: Binding): void => {
    if (binding.kind === "input") names.add(binding.name)
    else if (binding.kind === "entry") ofBinding(binding.otherwise)
  }
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) visit(one)
    else if (isNode(part)) {
      if (part.kind === "name") ofBinding(part.binding)
      else if (part.kind !== "literal") for (const one of Object.values(part)) visit(one)
    }
  }
  visit(root)
  return Array.from(names)
}

/** Whether a tree makes functions. */
export const makesFunctions = (root: Node): boolean => {
  const visit = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.some(visit)
    if (!isNode(part)) return false
    return part.kind === "function" || (part.kind !== "literal" && part.kind !== "name" && Object.values(part).some(visit))
  }
  return visit(root)
}

/** Nodes, and what holds nodes: entries of contexts and iterators. */
const isNode = (part: unknown): part is Node => typeof part === "object" && part !== null && ("start" in part || "source" in part)
