/**
 * The activity whose flows split without a gateway.
 *
 * BPMN 2.0.2 §8.4.13 (conditional flows), §13.3.1 (uncontrolled flow).
 */
import { elements } from "@millrace/process"
import type { Site } from "./Site.ts"

/** Its id, for flows that leave it. Where something else stands before the split, that is a mistake. */
export const activityBefore = ({ id }: { readonly id: string }, { draft, place, from }: Site): string => {
  const type = draft.typeOf(from.from) ?? ""
  const isActivity = !/(Event|Gateway)$/.test(type) && (type !== "" || !Object.hasOwn(elements, type))
  if (isActivity && from.name === undefined && from.condition === undefined) return from.from
  draft.problem(
    "InvalidValue",
    place.scope.idOf(id),
    `'${id}' splits without a gateway, and no activity stands straight before it.`,
    "Put it directly behind a step, or leave out 'withoutGateway'.",
  )
  return from.from
}
