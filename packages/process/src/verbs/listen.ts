/**
 * Listening: how events begin to wait, and how what they waited for comes to them.
 */
import { readValue, type Value } from "@millrace/kernel"
import { CodeProblem } from "../CodeProblem.ts"
import type { Node } from "../CompiledProcess.ts"
import type { Caught } from "../Event.ts"
import { chainOf, type ElementInstance, scopeChain } from "../State.ts"
import type { Fired, Plan } from "../Trigger.ts"
import { behaviourOf, elementById, nextId, nodeOf, scopeOf, type Turn } from "../Turn.ts"
import { store } from "./store.ts"

/** Opens the waits of a plan for an event in the flow: for itself, or for a listener each where there are several. */
export const waitFor = (turn: Turn, it: ElementInstance, plan: Plan): void => {
  const [only] = plan.waits
  // What waits for all gives a list, also of one.
  if (plan.waits.length === 1 && only !== undefined && only.repeat === undefined && plan.all !== true) only.open(turn, it.id)
  else listen(turn, it, nodeOf(turn, it), plan)
}

/** Lets an element listen beside another one, as its plan says. */
export const listen = (turn: Turn, owner: ElementInstance, node: Node, plan: Plan): void => {
  for (const [index, { open, repeat }] of plan.waits.entries()) {
    const id = nextId(turn)
    turn.emit({
      type: "ListenerArmed",
      id,
      element: node.id,
      owner: owner.id,
      ...(index === 0 ? {} : { index }),
      ...(plan.all === true ? { all: true } : {}),
      ...(repeat === undefined ? {} : { repeat }),
    })
    open(turn, id)
  }
}

/**
 * What an element instance waited for has come. An event in the flow, and what watches over something, get `triggered`;
 * what has listeners of its own for its triggers, or for what stands behind it, gets `heard`.
 */
export const fire = (turn: Turn, it: ElementInstance, fired: Fired): void => {
  const { listens } = it
  if (listens === undefined) {
    behaviourOf(turn, it).triggered?.(turn, it, fired)
    return
  }
  const owner = scopeOf(turn, it)
  const caught = listens.all ? gather(turn, owner, it, fired) : { ...fired, index: listens.index }
  if (caught === undefined) return
  const { element } = nodeOf(turn, it)
  // A boundary event watches over its activity: it is none of the waits of the activity itself.
  const heard = element.boundary === undefined ? behaviourOf(turn, owner).heard : undefined
  if (heard !== undefined) heard(turn, owner, it, caught)
  else element.triggered?.(turn, it, caught)
}

/** Keeps what one of several listeners caught; everything, in their order, when it was the last one. */
const gather = (turn: Turn, owner: ElementInstance, it: ElementInstance, { payload }: Fired): Fired | undefined => {
  turn.emit({ type: "EventCaught", id: it.id, caught: payload === undefined ? {} : { payload } })
  const payloads: Array<Value> = []
  for (const id of owner.armed ?? []) {
    const other = elementById(turn, id)
    if (other.element !== it.element) continue
    if (other.caught === undefined) return undefined
    payloads.push(other.caught.payload ?? null)
  }
  // What has caught everything once listens no more.
  for (const id of [...(owner.armed ?? [])]) {
    if (id !== it.id && elementById(turn, id).element === it.element) turn.emit({ type: "ListenerDisarmed", id })
  }
  const all = store(turn, payloads.map(readValue), it.element, "what came")
  return all instanceof CodeProblem ? {} : { payload: all }
}

/** What an event catches, without when it was to come. */
export const caughtOf = ({ payload, error, index }: Fired): { readonly caught: Caught } | object => {
  const caught: Caught = {
    ...(payload === undefined ? {} : { payload }),
    ...(error === undefined ? {} : { error }),
    ...(index === undefined || index === 0 ? {} : { index }),
  }
  return Object.keys(caught).length === 0 ? {} : { caught }
}

/** The variables that an element instance sees which waits for something: a listener sees what it listens for sees. */
export const lookOf = (turn: Turn, it: ElementInstance) => {
  if (it.listens === undefined) return chainOf(turn.state, it)
  const owner = scopeOf(turn, it)
  return isHandler(nodeOf(turn, it)) ? scopeChain(turn.state, owner) : chainOf(turn.state, owner)
}

/** Whether it is the start event of an event sub-process. */
export const isHandler = (node: Node): boolean => node.element.shape.begins === "scope" && node.scope?.element.shape.begins === "event"
