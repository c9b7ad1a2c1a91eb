/**
 * Check: where scopes begin and tokens end.
 */
import type { Diagnostic } from "@millrace/kernel"
import type { Check } from "./Model.ts"
import { beginsByEvent, byScope, error, incomingOf, outgoingOf, scopeName } from "./Model.ts"

/** Every scope begins once; nothing leads to a beginning, and nothing leaves an end. */
export const checkEnds: Check = (model) => {
  const problems: Array<Diagnostic> = []
  for (const { element, prepared } of model.elements.values()) {
    const { id, type } = element
    if (prepared.shape.begins !== "token" && incomingOf(model, id).length > 0) {
      problems.push(
        error(
          "IncomingNotAllowed",
          id,
          `A flow leads to the ${type} '${id}', which begins without one.`,
          "Lead the flow to the element behind it.",
        ),
      )
    }
    if ((prepared.shape.ends === true || prepared.shape.begins === "compensation") && outgoingOf(model, id).length > 0) {
      problems.push(error("OutgoingNotAllowed", id, `A flow leaves the ${type} '${id}', where every token ends.`, "Remove the flow."))
    }
  }
  const scopes = byScope(model)
  const all = new Set(["", ...[...model.elements.values()].filter((one) => one.prepared.shape.scope === true).map((one) => one.element.id)])
  for (const scope of all) {
    const starts = (scopes.get(scope) ?? []).filter((one) => one.prepared.shape.begins === "scope" && one.prepared.trigger === undefined)
    if (model.elements.get(scope)?.prepared.shape.adHoc === true) {
      for (const { element } of starts) {
        problems.push(
          error(
            "StartInAdHoc",
            element.id,
            `The ${element.type} '${element.id}' stands in the ad-hoc sub-process '${scope}', where nothing begins by itself.`,
            "Remove it, and name what begins first in `activate`.",
          ),
        )
      }
      continue
    }
    const begins = (scopes.get(scope) ?? []).some(beginsByEvent)
    if (starts.length === 0 && !begins) problems.push(error("StartMissing", scope, `${scopeName(scope)} has no start event.`, "Add one."))
    if (starts.length > 1) {
      const ids = starts.map((one) => `'${one.element.id}'`).join(", ")
      problems.push(
        error(
          "StartAmbiguous",
          scope,
          `${scopeName(scope)} has several start events: ${ids}.`,
          "Keep one, and lead to the others by flows.",
        ),
      )
    }
  }
  return problems
}
