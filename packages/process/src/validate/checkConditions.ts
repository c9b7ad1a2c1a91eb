/**
 * Check: conditions of flows.
 */
import type { Check } from "./Model.ts"
import { error } from "./Model.ts"

/** Conditions stand only where somebody reads them. */
export const checkConditions: Check = ({ flows, elements }) =>
  flows.flatMap(({ id, from, condition }) => {
    const source = elements.get(from)
    if (condition === undefined || source === undefined || source.prepared.shape.conditions === true) return []
    return [
      error(
        "ConditionIgnored",
        id,
        `The flow '${id}' has a condition, and '${from}', which it leaves, is a ${source.element.type} and reads none.`,
        "Lead through an exclusive gateway.",
      ),
    ]
  })
