/**
 * Check: links.
 *
 * BPMN 2.0.2 §10.5.5 (LinkEventDefinition).
 */
import type { Diagnostic } from "@millrace/kernel"
import { placeOf } from "../links.ts"
import type { Check, CheckedElement } from "./Model.ts"
import { error, scopeName, warning } from "./Model.ts"

/** Every link leads from at least one place to exactly one in its scope, and takes the place of a flow. */
export const checkLinks: Check = ({ elements, flows }) => {
  const problems: Array<Diagnostic> = []
  const caught = new Map<string, CheckedElement>()
  const thrown = new Set<string>()
  const left = new Set(flows.map(({ from }) => from))
  const reached = new Set(flows.map(({ to }) => to))
  const linked = [...elements.values()].filter(({ prepared }) => prepared.link !== undefined)
  for (const one of linked) {
    const { element, prepared } = one
    const { name, thrown: throws } = prepared.link ?? { name: "", thrown: false }
    const place = placeOf(element.scope, name)
    const { id } = element
    if (throws) {
      thrown.add(place)
      if (left.has(id)) {
        problems.push(
          error("OutgoingNotAllowed", id, `A flow leaves '${id}', which goes on at the link '${name}'.`, "Remove the flow, or the link."),
        )
      }
      continue
    }
    if (reached.has(id)) {
      problems.push(
        error(
          "IncomingNotAllowed",
          id,
          `A flow leads to '${id}', which is reached by the link '${name}'.`,
          "Lead the flow to the element behind it.",
        ),
      )
    }
    const before = caught.get(place)
    if (before === undefined) caught.set(place, one)
    else {
      problems.push(
        error(
          "LinkAmbiguous",
          id,
          `The link '${name}' is caught by '${before.element.id}' and by '${id}'.`,
          "Keep one, or name them differently.",
        ),
      )
    }
  }
  for (const { element, prepared } of linked) {
    const { name, thrown: throws } = prepared.link ?? { name: "", thrown: false }
    const place = placeOf(element.scope, name)
    const { id } = element
    if (throws && !caught.has(place)) {
      problems.push(
        error(
          "LinkUnknown",
          id,
          `'${id}' goes on at the link '${name}', which nothing catches in its scope. ${scopeName(element.scope ?? "")} has to have it.`,
          "Add an intermediate catch event with that link, in the same scope.",
        ),
      )
    }
    if (!throws && !thrown.has(place) && caught.get(place)?.element.id === id) {
      problems.push(
        warning(
          "LinkUnused",
          id,
          `Nothing in its scope leads to the link '${name}' of '${id}'.`,
          "Throw the link somewhere, or remove it.",
        ),
      )
    }
  }
  return problems
}
