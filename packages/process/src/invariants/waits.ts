/**
 * Every waiting element instance has exactly the waits it says, every wait belongs to an element instance that says
 * so and can do something with it, and whoever is stopped by an incident waits for nothing else.
 */
import type { CompiledProcess, Node } from "../CompiledProcess.ts"
import type { ElementInstance, ProcessState } from "../State.ts"
import { type Invariant, knownNode, nameOf } from "./Invariant.ts"

type Kind = "job" | "timer" | "task" | "subscription" | "child" | "incident"
const kinds: ReadonlyArray<Kind> = ["job", "timer", "task", "subscription", "child", "incident"]

/** Whether an element can go on when such a wait is over. */
const takes: { readonly [K in Kind]: (node: Node) => boolean } = {
  job: ({ element }) => element.job !== undefined && element.jobCompleted !== undefined,
  // The one that stands behind an event-based gateway is not what is asked then.
  timer: () => true,
  task: ({ element }) => element.userTaskCompleted !== undefined,
  subscription: () => true,
  child: ({ element }) => element.childCompleted !== undefined,
  incident: () => true,
}

export const waits: Invariant = function* (compiled, state) {
  const open = {
    job: state.jobs,
    timer: state.timers,
    task: state.userTasks,
    subscription: state.subscriptions,
    child: state.children,
    incident: state.incidents,
  } as const
  for (const it of state.elements.values()) {
    for (const kind of kinds) {
      const id = it[kind]
      if (id !== 0 && open[kind].get(id)?.owner !== it.id) yield `${nameOf(it)} waits for the ${kind} ${id}, which is not open for it.`
    }
    if (it.incident !== 0 && (it.job !== 0 || it.timer !== 0 || it.task !== 0 || it.subscription !== 0 || it.child !== 0))
      yield `${nameOf(it)} is stopped by an incident and waits for something else too.`
  }
  for (const kind of kinds) for (const [id, { owner }] of open[kind]) yield* owned(compiled, state, kind, id, owner)
}

function* owned(compiled: CompiledProcess, state: ProcessState, kind: Kind, id: number, owner: number): Iterable<string> {
  const it: ElementInstance | undefined = state.elements.get(owner)
  if (it === undefined) yield `The ${kind} ${id} is open for element instance ${owner}, which is gone.`
  else {
    const node = knownNode(compiled, it)
    if (it[kind] !== id) yield `The ${kind} ${id} is open for ${nameOf(it)}, which does not wait for it.`
    else if (node !== undefined && !takes[kind](node)) yield `${nameOf(it)} waits for the ${kind} ${id}, and would do nothing with it.`
  }
}
