/**
 * What an element throws on its way out of scopes: who catches it.
 *
 * BPMN 2.0.2 §10.5.6, §13.5.3, §13.5.4.
 */
import type { Node } from "../CompiledProcess.ts"
import { type ElementInstance, processInstance } from "../State.ts"
import type { Thrown } from "../Trigger.ts"
import { elementById, nodeOf, type Turn } from "../Turn.ts"

/** Who catches it: a boundary event of `around`, or the start of an event sub-process that stands in `around`. */
export interface Catcher {
  readonly node: Node
  readonly around: ElementInstance
  readonly inside: boolean
}

/**
 * Looks from an element outwards: first at its own border; then, scope by scope, at the event sub-processes in it and at
 * its border.
 */
export const catcherOf = (turn: Turn, source: ElementInstance, thrown: Thrown): Catcher | undefined => {
  let from: ElementInstance | undefined
  for (let it = source; ; from = it, it = elementById(turn, it.parent)) {
    const node = nodeOf(turn, it)
    if (from !== undefined && !it.interrupted && it.body === undefined) {
      // What handles an event is not its own handler.
      const handling = nodeOf(turn, from)
      const handler = best(
        node.handlers.filter((start) => start.scope !== handling),
        thrown,
      )
      if (handler !== undefined) return { node: handler, around: it, inside: true }
    }
    // What is being undone has no place around it where something could go.
    if (it.id === processInstance || it.compensates !== undefined) return undefined
    // What stands at its border watches over all runs of an activity together.
    const boundary = it.item === undefined ? best(node.catchers, thrown) : undefined
    if (boundary !== undefined) return { node: boundary, around: it, inside: false }
  }
}

const best = (nodes: ReadonlyArray<Node>, thrown: Thrown): Node | undefined => {
  let anyway: Node | undefined
  for (const node of nodes) {
    const fit = node.element.trigger?.catches?.(thrown)
    if (fit === "exactly") return node
    if (fit === "anyway") anyway ??= node
  }
  return anyway
}
