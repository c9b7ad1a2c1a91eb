/**
 * Check: boundary events.
 */
import type { Check } from "./Model.ts"
import { error, oneOf } from "./Model.ts"

/** Boundary events are attached to activities of their own scope. */
export const checkBoundaries: Check = ({ elements }) =>
  [...elements.values()].flatMap(({ element: { id, scope }, prepared }) => {
    const { boundary } = prepared
    if (boundary === undefined) return []
    const activity = elements.get(boundary.attachedTo)
    if (activity === undefined) {
      return [
        error("BoundaryNotOnActivity", id, `'${id}' is attached to '${boundary.attachedTo}', which is not there.`, "Name an activity."),
      ]
    }
    if (activity.prepared.shape.activity !== true || activity.prepared.shape.begins === "compensation") {
      const what = activity.prepared.shape.activity === true ? "a compensation handler" : oneOf(activity.element.type)
      return [
        error(
          "BoundaryNotOnActivity",
          id,
          `'${id}' is attached to '${boundary.attachedTo}', which is ${what}.`,
          "Attach it to a task or a sub-process in the flow.",
        ),
      ]
    }
    if (activity.element.scope === scope) return []
    return [
      error(
        "BoundaryInOtherScope",
        id,
        `'${id}' stands in another scope than '${boundary.attachedTo}', to which it is attached.`,
        "Give both the same scope.",
      ),
    ]
  })
