/**
 * Check: locks that are taken in such an order that their holders can wait for each other for ever.
 */
import type { Diagnostic } from "@millrace/kernel"
import type { Check, CheckedElement, Model } from "./Model.ts"
import { error } from "./Model.ts"

/** An element takes a lock while another one is held. */
interface Step {
  readonly held: string
  readonly taken: string
  readonly element: string
}

/** Locks are taken in one order everywhere. */
export const checkMutexes: Check = (model) => {
  const steps = [...model.elements.values()].flatMap((one) => stepsOf(model, one))
  const after = Map.groupBy(steps, ({ held }) => held)
  const problems: Array<Diagnostic> = []
  const reported = new Set<string>()
  for (const { held, taken, element } of steps) {
    const back = wayBack(after, taken, held)
    if (back === undefined || reported.has(held)) continue
    reported.add(held)
    for (const step of back) reported.add(step.held)
    problems.push(deadlock(element, held, taken, back))
  }
  return problems
}

/** What an element takes, in order. */
const locksOf = (model: Model, { element, prepared }: CheckedElement): ReadonlyArray<string> => {
  const turns = prepared.shape.activity === true && model.elements.get(element.scope ?? "")?.prepared.oneAtATime === true
  return [...(turns ? [`#${element.scope}`] : []), ...(prepared.mutex === undefined ? [] : [prepared.mutex])]
}

const heldAround = (model: Model, { element }: CheckedElement): ReadonlyArray<string> => {
  const scopes = new Set<CheckedElement>()
  let scope = model.elements.get(element.scope ?? "")
  // A scope may stand in itself: that is found elsewhere.
  for (; scope !== undefined && !scopes.has(scope); scope = model.elements.get(scope.element.scope ?? "")) scopes.add(scope)
  return [...scopes].flatMap((one) => locksOf(model, one))
}

const stepsOf = (model: Model, one: CheckedElement): ReadonlyArray<Step> => {
  const own = locksOf(model, one)
  const around = heldAround(model, one)
  const { id } = one.element
  const inside = around.flatMap((held) => own.map((taken) => ({ held, taken, element: id })))
  const [first, second] = own
  const both = first === undefined || second === undefined ? [] : [{ held: first, taken: second, element: id }]
  // What undoes an activity runs while the scopes around whoever asked for that hold their locks.
  const handler = one.prepared.compensates === undefined ? undefined : handlerOf(model, one.prepared.compensates)
  const undoing =
    handler === undefined ? [] : around.flatMap((held) => locksOf(model, handler).map((taken) => ({ held, taken, element: id })))
  return [...inside, ...both, ...undoing]
}

const handlerOf = (model: Model, activity: string): CheckedElement | undefined => {
  for (const { prepared } of model.elements.values()) {
    if (prepared.boundary?.attachedTo === activity && prepared.boundary.compensatedBy !== undefined)
      return model.elements.get(prepared.boundary.compensatedBy)
  }
  return undefined
}

/** Steps that lead from one lock to another; none for the same one. */
const wayBack = (after: ReadonlyMap<string, ReadonlyArray<Step>>, from: string, to: string): ReadonlyArray<Step> | undefined => {
  const ways = new Map<string, ReadonlyArray<Step>>([[from, []]])
  for (const [lock, way] of ways) {
    if (lock === to) return way
    for (const step of after.get(lock) ?? []) if (!ways.has(step.taken)) ways.set(step.taken, [...way, step])
  }
  return undefined
}

const deadlock = (element: string, held: string, taken: string, back: ReadonlyArray<Step>): Diagnostic => {
  const others = back.map((step) => `'${step.element}'`).join(", ")
  return error(
    "MutexDeadlock",
    element,
    back.length === 0
      ? `'${element}' waits for ${nameOf(taken)} while what it stands in has it: neither can go on.`
      : `'${element}' takes ${nameOf(taken)} while ${nameOf(held)} is held, and ${others} in the other order: each can wait for the other for ever.`,
    back.length === 0 ? "Leave the mutex out of one of them." : "Take locks in the same order everywhere, or use one for both.",
  )
}

const nameOf = (lock: string): string => (lock.startsWith("#") ? `the turn in '${lock.slice(1)}'` : `the lock '${lock}'`)
