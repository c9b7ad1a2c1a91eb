/**
 * Invariants: what must hold of every state between two commits, whatever the process is made of. They look at the
 * state and at the compiled graph, never at the type of an element, so that an element joins them by existing; what
 * is special to one stands beside its behaviour (`PreparedElement.violations`).
 */
import type { CompiledProcess, Node } from "../CompiledProcess.ts"
import { type ElementInstance, type ProcessState, processElement } from "../State.ts"

/** Says in sentences what does not hold. */
export type Invariant = (compiled: CompiledProcess, state: ProcessState) => Iterable<string>

/** The element of an element instance, if the definition has it. */
export const knownNode = (compiled: CompiledProcess, it: ElementInstance): Node | undefined =>
  it.element === processElement ? compiled.root : compiled.nodes.get(it.element)

/** How messages call an element instance: "'charge' (element instance 7)". */
export const nameOf = (it: ElementInstance): string =>
  it.element === processElement ? "the process itself" : `'${it.element}' (element instance ${it.id})`

/** Whether an element instance listens beside another one. */
export const isArmed = (it: ElementInstance): boolean => it.listens !== undefined
