/**
 * Check: compensation handlers.
 */
import type { Diagnostic } from "@millrace/kernel"
import type { Check } from "./Model.ts"
import { error } from "./Model.ts"

/** Each compensation handler belongs to an activity, and each activity has one at most. */
export const checkCompensation: Check = ({ elements }) => {
  const problems: Array<Diagnostic> = []
  const used = new Set<string>()
  const compensated = new Map<string, string>()
  for (const { element, prepared } of elements.values()) {
    const handler = prepared.boundary?.compensatedBy
    const activity = prepared.boundary?.attachedTo
    if (handler === undefined || activity === undefined) continue
    used.add(handler)
    const found = elements.get(handler)
    if (found === undefined) {
      problems.push(
        error(
          "CompensationHandlerUnknown",
          element.id,
          `'${element.id}' compensates '${activity}' by '${handler}', which is not there.`,
          "Add the handler.",
        ),
      )
    } else if (found.prepared.shape.begins !== "compensation") {
      problems.push(
        error(
          "CompensationHandlerUnknown",
          element.id,
          `'${element.id}' compensates '${activity}' by '${handler}', which is no compensation handler.`,
          "Give it `isForCompensation: true` and no incoming flow.",
        ),
      )
    } else if (found.element.scope !== element.scope) {
      problems.push(
        error(
          "CompensationHandlerUnknown",
          element.id,
          `'${handler}' stands in another scope than '${activity}', which it compensates.`,
          "Give both the same scope.",
        ),
      )
    }
    const before = compensated.get(activity)
    if (before !== undefined) {
      problems.push(
        error(
          "CompensationAmbiguous",
          activity,
          `'${activity}' is compensated by '${before}' and by '${handler}'.`,
          "Keep one, or do both in one handler.",
        ),
      )
    }
    compensated.set(activity, handler)
  }
  for (const { element, prepared } of elements.values()) {
    if (prepared.trigger?.compensation !== true || element.scope === undefined) continue
    const activity = elements.get(element.scope)?.element.scope
    if (activity === undefined) continue
    const before = compensated.get(activity)
    if (before !== undefined) {
      problems.push(
        error(
          "CompensationAmbiguous",
          activity,
          `'${activity}' is compensated by '${before}' and by '${element.scope}'.`,
          "Keep one, or do both in one handler.",
        ),
      )
    }
    compensated.set(activity, element.scope)
  }
  for (const { element, prepared } of elements.values()) {
    if (prepared.shape.begins === "compensation" && !used.has(element.id)) {
      problems.push(
        error(
          "CompensationWithoutActivity",
          element.id,
          `'${element.id}' is for compensation, and no activity is compensated by it.`,
          "Attach a compensation boundary event to the activity that names it.",
        ),
      )
    }
  }
  for (const { element, prepared } of elements.values()) {
    const target = prepared.compensates
    if (target === undefined || compensated.has(target) || elements.get(target)?.prepared.shape.scope === true) continue
    const why = elements.has(target) ? "which nothing compensates" : "which is not there"
    problems.push(
      error(
        "CompensationTargetUnknown",
        element.id,
        `'${element.id}' compensates '${target}', ${why}.`,
        "Name an activity with a compensation handler, or a sub-process.",
      ),
    )
  }
  return problems
}
