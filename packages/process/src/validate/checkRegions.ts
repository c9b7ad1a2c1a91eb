/**
 * Check: elements that others end.
 */
import type { Check } from "./Model.ts"
import { error } from "./Model.ts"

/** Who ends others when it begins names elements of its own scope. */
export const checkRegions: Check = ({ elements }) =>
  [...elements.values()].flatMap(({ element: { id, scope }, prepared }) =>
    (prepared.region ?? []).flatMap((cancelled) => {
      const other = elements.get(cancelled)
      const why =
        other === undefined
          ? "which is not there"
          : cancelled === id
            ? "which is itself"
            : other.element.scope === scope
              ? undefined
              : "which stands in another scope"
      if (why === undefined) return []
      return [error("CancelledElementUnknown", id, `'${id}' cancels '${cancelled}', ${why}.`, "Name other elements of its own scope.")]
    }),
  )
