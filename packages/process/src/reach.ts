/**
 * Reach: on which incoming flows of a join a token that is somewhere can still arrive without passing the join. Found once
 * for each join, when it is first asked for.
 */
import type { Node } from "./CompiledProcess.ts"

/** For each element from which the join can be reached, which of the join's incoming flows, by their position. */
export type Reach = ReadonlyMap<Node, ReadonlyArray<number>>

const known = new WeakMap<Node, Reach>()

/** From where tokens can come to a join. A token in an activity can leave by its flows and by what is attached to it. */
export const reachOf = (compiled: { readonly nodes: ReadonlyMap<string, Node> }, join: Node): Reach => {
  const found = known.get(join)
  if (found !== undefined) return found
  const reach = new Map<Node, Array<number>>()
  for (const [index, { from }] of join.incoming.entries()) {
    const seen = new Set([from])
    for (const node of seen) {
      const indexes = reach.get(node)
      if (indexes === undefined) reach.set(node, [index])
      else indexes.push(index)
      // What has passed the join can come back to it; what is before it cannot pass it.
      if (node === join) continue
      for (const flow of node.incoming) seen.add(flow.from)
      const activity = node.element.boundary === undefined ? undefined : compiled.nodes.get(node.element.boundary.attachedTo)
      if (activity !== undefined) seen.add(activity)
    }
  }
  known.set(join, reach)
  return reach
}
