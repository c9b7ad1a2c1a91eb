/**
 * Check: elements nothing leads to, and loops nothing leaves.
 */
import type { Check, CheckedElement, Model } from "./Model.ts"
import { beginsOnRequest, byScope, outgoingOf, warning } from "./Model.ts"

/** Every element can be reached, and from every element an end. */
export const checkReachability: Check = (model) => {
  const scopes = byScope(model)
  return [...scopes.values()].flatMap((all) => {
    // What compensates is not on the way of any token.
    const members = all.filter(({ prepared }) => prepared.shape.begins !== "compensation" && prepared.boundary?.compensatedBy === undefined)
    const forward = stepsOf(model, members)
    const backward = new Map<string, Array<string>>()
    for (const [from, steps] of forward) for (const to of steps) connect(backward, to, from)
    const begins = members.filter((one) => begun.has(one.prepared.shape.begins) || beginsOnRequest(model, one))
    const reached = closure(begins, forward)
    const ends = members.filter(({ element }) => outgoingOf(model, element.id).length === 0)
    const ending = closure(ends, backward)
    const dead = members.filter(({ element }) => !reached.has(element.id))
    // What an event sub-process can end may go on for ever until then.
    const endless = members.some((one) => interrupts(one, scopes))
      ? []
      : members.filter(({ element }) => reached.has(element.id) && !ending.has(element.id))
    return [
      ...dead.map(({ element: { id } }) =>
        warning("ElementUnreachable", id, `Nothing leads to '${id}'.`, "Lead a flow to it, or remove it."),
      ),
      ...endless.map(({ element: { id } }) =>
        warning("EndUnreachable", id, `From '${id}' no way leads to an end.`, "Let a flow leave the loop."),
      ),
    ]
  })
}

/** Whether it is an event sub-process that takes the place of everything else in its scope. */
const interrupts = ({ element, prepared }: CheckedElement, scopes: ReturnType<typeof byScope>): boolean =>
  prepared.shape.begins === "event" &&
  scopes.get(element.id)?.some((inner) => inner.prepared.trigger !== undefined && inner.prepared.interrupting === true) === true

/** By its scope, or by something that comes. */
const begun: ReadonlySet<string> = new Set(["scope", "event", "message"])

type Steps = ReadonlyMap<string, ReadonlyArray<string>>

/** Along flows, and from an activity to what is attached to it. */
const stepsOf = (model: Model, members: ReadonlyArray<CheckedElement>): Steps => {
  const steps = new Map<string, Array<string>>()
  for (const { element, prepared } of members) {
    for (const flow of outgoingOf(model, element.id)) connect(steps, element.id, flow.to)
    if (prepared.boundary !== undefined) connect(steps, prepared.boundary.attachedTo, element.id)
  }
  return steps
}

const connect = (steps: Map<string, Array<string>>, from: string, to: string): void => {
  const known = steps.get(from)
  if (known === undefined) steps.set(from, [to])
  else known.push(to)
}

const closure = (from: ReadonlyArray<CheckedElement>, steps: Steps): ReadonlySet<string> => {
  const reached = new Set(from.map(({ element }) => element.id))
  for (const id of reached) for (const to of steps.get(id) ?? []) reached.add(to)
  return reached
}
