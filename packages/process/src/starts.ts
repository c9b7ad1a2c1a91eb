/**
 * How a process begins: by its none start event, or at a start event with a trigger, or at what else a message can begin it
 * with.
 *
 * BPMN 2.0.2 §10.5.2, §10.6.6 (instantiating gateways), §13.2.
 */
import type { StartTrigger } from "@millrace/kernel"
import type { CompiledProcess, Node } from "./CompiledProcess.ts"
import type { StartsBy } from "./Trigger.ts"

/** A place where a process can begin that has to be named. */
export interface NamedStart {
  readonly node: Node
  /** The gateway before it, where it stands behind one that begins the process. */
  readonly gateway: Node | undefined
  /** How it begins by itself. A condition is asked only where somebody starts the process. */
  readonly by: ReadonlyArray<StartsBy>
}

/** All places where a process can begin that have to be named. */
export const namedStarts = ({ root, nodes }: CompiledProcess): ReadonlyArray<NamedStart> =>
  [...nodes.values()].flatMap((node): ReadonlyArray<NamedStart> => {
    const { element } = node
    if (node.scope !== root) return []
    if (element.instantiate !== undefined) {
      return node.outgoing.map(({ to }) => ({ node: to, gateway: node, by: to.element.trigger?.starts ?? [] }))
    }
    if (element.starts !== undefined) return [{ node, gateway: undefined, by: element.starts }]
    if (element.shape.begins !== "scope" || element.trigger === undefined) return []
    return [{ node, gateway: undefined, by: element.trigger.starts ?? [] }]
  })

/** How instances begin without anybody starting them. */
export const starts = (compiled: CompiledProcess): ReadonlyArray<StartTrigger> =>
  namedStarts(compiled).flatMap(({ node, by }) => by.map((one): StartTrigger => ({ element: node.id, ...one })))
