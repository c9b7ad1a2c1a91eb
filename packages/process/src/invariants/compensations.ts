/**
 * What can be compensated is a completed activity with the element that compensates it, in the order of completion;
 * what is being compensated has its handler at work.
 *
 * BPMN 2.0.2 §10.7.
 */
import type { CompiledProcess } from "../CompiledProcess.ts"
import type { ElementInstance, ProcessState, Registration } from "../State.ts"
import { type Invariant, nameOf } from "./Invariant.ts"

export const compensations: Invariant = function* (compiled, state) {
  const seen = new Set<number>()
  for (const it of state.elements.values()) {
    for (const [what, list] of Object.entries({ "can undo": it.registrations, "has to undo": it.undo, "is undoing": it.walk?.todo })) {
      const place = `${nameOf(it)} ${what}`
      if (list?.length === 0 && what !== "is undoing") yield `${place} an empty list.`
      yield* known(compiled, state, seen, place, list ?? [])
    }
    if (it.walk !== undefined) yield* handlerAtWork(state, it)
  }
}

function* known(
  compiled: CompiledProcess,
  state: ProcessState,
  seen: Set<number>,
  place: string,
  list: ReadonlyArray<Registration>,
): Iterable<string> {
  for (const one of list) {
    const what = `${place} '${one.element}' (completion ${one.seq})`
    const node = compiled.nodes.get(one.element)
    if (one.seq > state.registered) yield `${what}, of which there were only ${state.registered}.`
    if (seen.has(one.seq)) yield `${what}, which stands elsewhere too.`
    seen.add(one.seq)
    if (node === undefined) yield `${what}, which the definition does not have.`
    else if ("items" in one) yield* known(compiled, state, seen, place, one.items)
    else if (one.child === undefined && node.compensatedBy?.id !== one.handler)
      yield `${what} by '${one.handler}', which does not compensate it.`
  }
}

function* handlerAtWork(state: ProcessState, owner: ElementInstance): Iterable<string> {
  const current = owner.walk?.current
  const working = [...(owner.children ?? []), ...(owner.leaving ?? [])]
    .flatMap((id) => state.elements.get(id) ?? [])
    .filter((one) => one.compensates !== undefined)
  if (working.length > 1) yield `${nameOf(owner)} compensates ${working.length} activities at once.`
  for (const one of working)
    if (current === undefined || one.compensates?.seq !== current.seq || one.element !== current.handler)
      yield `${nameOf(one)} is at work, and it is not the turn of '${one.compensates?.element}'.`
}
