/**
 * Check: what only the element itself can know.
 */
import type { Surroundings } from "../Element.ts"
import type { Check } from "./Model.ts"
import { incomingOf, outgoingOf } from "./Model.ts"

/** What each element has to say about itself. */
export const checkElements: Check = (model) =>
  [...model.elements.values()].flatMap(({ element, behaviour }) => {
    const around: Surroundings = {
      incoming: incomingOf(model, element.id).length,
      outgoing: outgoingOf(model, element.id).map(({ id, name, condition }) => ({
        id,
        conditional: condition !== undefined,
        ...(name === undefined ? {} : { name }),
      })),
    }
    return behaviour.check(element, around).map((problem) => ({ ...problem, element: element.id }))
  })
