/**
 * Every live token sits on an existing element of its definition, in a scope that is alive and is the scope of that
 * element: element instances, tokens on their way, and what listens at the border of an activity.
 */
import type { CompiledProcess } from "../CompiledProcess.ts"
import { liveItems } from "../evolve/toDo.ts"
import { type ElementInstance, type ProcessState, processElement, processInstance } from "../State.ts"
import { isHandler } from "../verbs/listen.ts"
import { type Invariant, isArmed, knownNode, nameOf } from "./Invariant.ts"

export const places: Invariant = function* (compiled, state) {
  for (const it of state.elements.values()) yield* placeOf(compiled, state, it)
  for (const item of liveItems(state)) {
    if (item.kind === "walk") {
      const owner = state.elements.get(item.owner)
      if (owner !== undefined && owner.walk === undefined)
        yield `The agenda goes on with a compensation by ${nameOf(owner)}, which has none.`
      continue
    }
    if (item.kind === "lock") continue
    const scope = state.elements.get(item.scope)
    if (item.kind === "spawn") {
      if (scope !== undefined && scope.body === undefined)
        yield `The agenda begins runs of ${nameOf(scope)}, which does not run more than once.`
      continue
    }
    const node = item.kind === "token" ? compiled.flows.get(item.flow)?.to : compiled.nodes.get(item.element)
    const what = item.kind === "token" ? `A token is on the flow '${item.flow}'` : `A fork goes on at '${item.element}'`
    if (node === undefined) yield `${what}, which the definition does not have.`
    else if (scope !== undefined && (node.scope?.id ?? processElement) !== scope.element)
      yield `${what} in ${nameOf(scope)}, where it does not belong.`
  }
}

function* placeOf(compiled: CompiledProcess, state: ProcessState, it: ElementInstance): Iterable<string> {
  const node = knownNode(compiled, it)
  if (node === undefined) {
    yield `${nameOf(it)} is at work, and the definition has no such element.`
    return
  }
  if (it.parent === 0) {
    if (it.id !== processInstance || state.root !== it) yield `${nameOf(it)} stands in no scope.`
    return
  }
  const around = state.elements.get(it.parent)
  if (around === undefined) yield `${nameOf(it)} stands in the element instance ${it.parent}, which is gone.`
  else if (isArmed(it)) {
    const { boundary } = node.element
    if (boundary !== undefined && boundary.attachedTo !== around.element)
      yield `${nameOf(it)} listens at the border of ${nameOf(around)}, to which it is not attached.`
    if (isHandler(node) && (node.scope?.scope?.id ?? processElement) !== around.element)
      yield `${nameOf(it)} listens in ${nameOf(around)}, where its event sub-process does not stand.`
  } else if (it.compensates !== undefined) {
    if (around.walk === undefined) yield `${nameOf(it)} compensates for ${nameOf(around)}, which compensates nothing.`
  } else if (it.item !== undefined) {
    if (around.body === undefined || around.element !== it.element)
      yield `${nameOf(it)} is one run of ${nameOf(around)}, which has no such runs.`
  } else if ((node.scope?.id ?? processElement) !== around.element)
    yield `${nameOf(it)} stands in ${nameOf(around)}, where it does not belong.`
}
