/**
 * The element instances of one element that are at work: found from the process inwards, so that what stands beside the
 * scopes around it is not looked at. Of ten thousand items, none is.
 */
import type { Node } from "../CompiledProcess.ts"
import { type ElementInstance, isVoid, processInstance } from "../State.ts"
import type { Turn } from "../Turn.ts"

/** Those that are `wanted`, in the order in which they began. `inside`: the runs of an activity, too, and not only the activity as a whole. */
export const atWork = (
  { state }: Turn,
  node: Node,
  inside: boolean,
  wanted: (it: ElementInstance) => boolean,
): ReadonlyArray<ElementInstance> => {
  const around = new Set<string>()
  let undoes = isHandler(node)
  for (let scope = node.scope; scope !== undefined; scope = scope.scope) {
    around.add(scope.id)
    undoes ||= isHandler(scope)
  }
  const found: Array<ElementInstance> = []
  const todo = [processInstance]
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    const it = state.elements.get(id)
    if (it === undefined) continue
    const isIt = it.element === node.id
    if (isIt && it.ending === undefined && !it.completing && wanted(it) && !isVoid(state, it)) found.push(it)
    // What undoes something stands in what asked for that, wherever that is.
    if (!(undoes || (isIt ? inside || it.body === undefined : around.has(it.element)))) continue
    for (const ids of [it.children, it.leaving]) if (ids !== undefined) for (const inner of ids) todo.push(inner)
  }
  return found.sort((a, b) => a.id - b.id)
}

/** Whether it compensates an activity. */
const isHandler = (node: Node): boolean => node.element.shape.begins === "compensation" || node.scope?.compensatedBy === node
