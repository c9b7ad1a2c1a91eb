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
  /** The id of its element, or of one of several triggers where each needs a name. */
  readonly name: string
  readonly node: Node
  /** The gateway before it, where it stands behind one that begins the process. */
  readonly gateway: Node | undefined
  /** How it begins by itself. A condition is asked only where somebody starts the process. */
  readonly by: ReadonlyArray<StartsBy>
  /** Which of several triggers has come where all of them have to. */
  readonly came?: number
  /** What has to come as well stands at the same element. */
  readonly together?: Pick<StartTrigger, "together" | "again">
}

/** All places where a process can begin that have to be named. */
export const namedStarts = (compiled: CompiledProcess): ReadonlyArray<NamedStart> => places(compiled).flatMap(timesApart)

const places = ({ root, nodes }: CompiledProcess): ReadonlyArray<NamedStart> =>
  [...nodes.values()].flatMap((node): ReadonlyArray<NamedStart> => {
    const { element } = node
    if (node.scope !== root) return []
    if (element.instantiate !== undefined) {
      const together = element.shape.awaits === "all" ? { together: { together: node.id } } : {}
      return node.outgoing.map(({ to }) => ({ name: to.id, node: to, gateway: node, by: to.element.trigger?.starts ?? [], ...together }))
    }
    if (element.starts !== undefined) return [{ name: node.id, node, gateway: undefined, by: element.starts }]
    if (element.shape.begins !== "scope" || element.trigger === undefined) return []
    const { starts, startsEach, keyed } = element.trigger
    return [
      { name: node.id, node, gateway: undefined, by: starts ?? [] },
      ...(startsEach === undefined ? [] : firstOfAll(node, startsEach, keyed === true)),
    ]
  })

/** A schedule is kept under the name of its place: where any of several times begins the process, all but the first have names of their own. */
const timesApart = (place: NamedStart): ReadonlyArray<NamedStart> => {
  const [first, ...further] = place.by.filter(({ kind }) => kind === "timer")
  if (further.length === 0) return [place]
  return [
    { ...place, by: place.by.filter((one) => one.kind !== "timer" || one === first) },
    ...further.map((one) => ({ ...place, name: `${place.name}#${place.by.indexOf(one)}`, by: [one] })),
  ]
}

/**
 * Where all of several triggers have to come, each message and signal can be the first. Times are waited for by the instance
 * that one of those has begun: a schedule does not know who waits. Where there are none, the first time begins it. Where one of
 * them is waited for by a key, a message comes first: a signal does not say which others belong to it.
 */
const firstOfAll = (node: Node, each: ReadonlyArray<StartsBy | undefined>, keyed: boolean): ReadonlyArray<NamedStart> => {
  const ways = each.flatMap((by, came) => (by === undefined ? [] : [{ by, came }]))
  const sent = ways.filter(({ by }) => by.kind === "message" || (by.kind === "signal" && !keyed))
  // What comes once begins one instance, also where it is waited for twice.
  const different = sent.filter(({ by }, index) => sent.findIndex((other) => isSame(other.by, by)) === index)
  return (sent.length === 0 ? ways.slice(0, 1) : different).map(({ by, came }) => ({
    name: `${node.id}#${came}`,
    node,
    gateway: undefined,
    by: [by],
    came,
    ...(sent.length < 2 ? {} : { together: togetherAt(node, sent.filter((other) => isSame(other.by, by)).length > 1) }),
  }))
}

const togetherAt = ({ id }: Node, again: boolean) => ({ together: id, ...(again ? { again } : {}) })

const isSame = (one: StartsBy, other: StartsBy): boolean =>
  one.kind !== "timer" && other.kind !== "timer" && one.kind === other.kind && one.name === other.name

/** How instances begin without anybody starting them. */
export const starts = (compiled: CompiledProcess): ReadonlyArray<StartTrigger> =>
  namedStarts(compiled).flatMap(({ name, by, together }) => by.map((one): StartTrigger => ({ element: name, ...one, ...together })))
