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
  const handlers = handlersOf(model)
  const knotted = knottedIn(model, handlers)
  const steps = [...model.elements.values()].flatMap((one) => stepsOf(model, one, handlers, knotted))
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

/** Locks that may be taken in a circle: others are left out, so that deep nesting costs little. */
const knottedIn = (model: Model, handlers: ReadonlyMap<string, CheckedElement>): ReadonlySet<string> => {
  const after = new Map<string, Set<string>>()
  const connect = (held: string | undefined, taken: string | undefined): void => {
    if (held === undefined || taken === undefined) return
    after.set(held, (after.get(held) ?? new Set()).add(taken))
    if (!after.has(taken)) after.set(taken, new Set())
  }
  const nearest = new Map<CheckedElement, string | undefined>()
  const nearestAround = (one: CheckedElement): string | undefined => {
    const passed: Array<CheckedElement> = []
    let found: string | undefined
    for (let at = model.elements.get(one.element.scope ?? ""); at !== undefined; at = model.elements.get(at.element.scope ?? "")) {
      if (passed.includes(at)) break
      found = nearest.has(at) ? nearest.get(at) : locksOf(model, at).at(-1)
      passed.push(at)
      if (found !== undefined || nearest.has(at)) break
    }
    for (const scope of passed) nearest.set(scope, found)
    return found
  }
  for (const one of model.elements.values()) {
    const handler = handlers.get(one.prepared.compensates ?? "")
    const [first, second] = locksOf(model, one)
    if (first === undefined && handler === undefined) continue
    const around = nearestAround(one)
    connect(around, first)
    connect(first, second)
    if (handler !== undefined) connect(around, locksOf(model, handler)[0])
  }
  return circlesOf(after)
}

/** What is left when everything is taken away, again and again, from which nothing further leads. */
const circlesOf = (after: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> => {
  const before = new Map<string, Array<string>>()
  for (const [from, all] of after) for (const to of all) before.set(to, [...(before.get(to) ?? []), from])
  const open = new Map([...after].map(([lock, all]) => [lock, all.size]))
  const done = [...open].filter(([, left]) => left === 0).map(([lock]) => lock)
  for (const lock of done) {
    open.delete(lock)
    for (const one of before.get(lock) ?? []) {
      const left = (open.get(one) ?? 0) - 1
      open.set(one, left)
      if (left === 0) done.push(one)
    }
  }
  return new Set(open.keys())
}

const stepsOf = (
  model: Model,
  one: CheckedElement,
  handlers: ReadonlyMap<string, CheckedElement>,
  knotted: ReadonlySet<string>,
): ReadonlyArray<Step> => {
  const own = locksOf(model, one).filter((lock) => knotted.has(lock))
  const handler = handlers.get(one.prepared.compensates ?? "")
  const undoes = handler === undefined ? [] : locksOf(model, handler).filter((lock) => knotted.has(lock))
  if (own.length === 0 && undoes.length === 0) return []
  const around = heldAround(model, one).filter((lock) => knotted.has(lock))
  const { id } = one.element
  const inside = around.flatMap((held) => own.map((taken) => ({ held, taken, element: id })))
  const [first, second] = own
  const both = first === undefined || second === undefined ? [] : [{ held: first, taken: second, element: id }]
  // What undoes an activity runs while the scopes around whoever asked for that hold their locks.
  const undoing = around.flatMap((held) => undoes.map((taken) => ({ held, taken, element: id })))
  return [...inside, ...both, ...undoing]
}

/** What compensates, by the activity that it does that for. */
const handlersOf = (model: Model): ReadonlyMap<string, CheckedElement> => {
  const handlers = new Map<string, CheckedElement>()
  for (const { prepared } of model.elements.values()) {
    const handler = model.elements.get(prepared.boundary?.compensatedBy ?? "")
    if (prepared.boundary !== undefined && handler !== undefined) handlers.set(prepared.boundary.attachedTo, handler)
  }
  return handlers
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
