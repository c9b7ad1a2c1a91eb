/**
 * Check: elements nothing leads to, and loops nothing leaves.
 */
import type { Check, CheckedElement, Model } from "./Model.ts"
import { byScope, outgoingOf, warning } from "./Model.ts"

/** Every element can be reached, and from every element an end. */
export const checkReachability: Check = (model) =>
  [...byScope(model).values()].flatMap((members) => {
    const next = (id: string) => stepsFrom(model, members, id)
    const begins = members.filter(({ prepared }) => prepared.shape.begins === "scope" || prepared.shape.begins === "compensation")
    const reached = closure(
      begins.map(({ element }) => element.id),
      next,
    )
    const dead = members.filter(({ element }) => !reached.has(element.id))
    const backward = new Map<string, Array<string>>()
    for (const { element } of members) for (const to of next(element.id)) backward.set(to, [...(backward.get(to) ?? []), element.id])
    const ends = members.filter(({ element }) => next(element.id).length === 0 || outgoingOf(model, element.id).length === 0)
    const ending = closure(
      ends.map(({ element }) => element.id),
      (id) => backward.get(id) ?? [],
    )
    const endless = members.filter(({ element }) => reached.has(element.id) && !ending.has(element.id))
    return [
      ...dead.map(({ element }) =>
        warning("ElementUnreachable", element.id, `Nothing leads to '${element.id}'.`, "Lead a flow to it, or remove it."),
      ),
      ...endless.map(({ element }) =>
        warning("EndUnreachable", element.id, `From '${element.id}' no way leads to an end.`, "Let a flow leave the loop."),
      ),
    ]
  })

const closure = (from: ReadonlyArray<string>, next: (id: string) => ReadonlyArray<string>): ReadonlySet<string> => {
  const reached = new Set(from)
  for (const id of reached) for (const to of next(id)) reached.add(to)
  return reached
}

/** Along flows, and from an activity to what is attached to it. */
const stepsFrom = (model: Model, members: ReadonlyArray<CheckedElement>, id: string): ReadonlyArray<string> => [
  ...outgoingOf(model, id).map((flow) => flow.to),
  ...members.filter(({ prepared }) => prepared.boundary?.attachedTo === id).map(({ element }) => element.id),
]
