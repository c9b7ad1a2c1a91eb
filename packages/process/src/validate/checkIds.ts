/**
 * Check: ids and the ends of flows.
 */
import type { Check } from "./Model.ts"
import { error } from "./Model.ts"

/** Flows have ids of their own, and both their ends are there. */
export const checkIds: Check = ({ flows, elements }) => {
  const seen = new Set<string>()
  return flows.flatMap(({ id, from, to }) => {
    const again = seen.has(id) ? [error("DuplicateId", id, `Two flows have the id '${id}'.`, "Give one of them another id.")] : []
    seen.add(id)
    const ends = [from, to]
      .filter((end) => !elements.has(end))
      .map((end) =>
        error(
          "FlowDangling",
          id,
          `The flow '${id}' from '${from}' to '${to}': there is no element '${end}'.`,
          "Add the element, or remove the flow.",
        ),
      )
    return [...again, ...ends]
  })
}
