/**
 * Check: conditions of flows, and default flows.
 */
import type { Diagnostic } from "@millrace/kernel"
import { readsConditions } from "../Element.ts"
import type { Check } from "./Model.ts"
import { error, oneOf, outgoingOf, warning } from "./Model.ts"

/** Conditions stand only where somebody reads them, and default flows leave the element that names them. */
export const checkConditions: Check = (model) => [...checkIgnored(model), ...checkDefaults(model)]

const checkIgnored: Check = ({ flows, elements }) =>
  flows.flatMap(({ id, from, condition }) => {
    const source = elements.get(from)
    if (condition === undefined || source === undefined || readsConditions(source.prepared.shape)) return []
    return [
      error(
        "ConditionIgnored",
        id,
        `The flow '${id}' has a condition, and '${from}', which it leaves, is ${oneOf(source.element.type)} and reads none.`,
        "Lead through an exclusive or an inclusive gateway.",
      ),
    ]
  })

const checkDefaults: Check = (model) =>
  [...model.elements.values()].flatMap(({ element: { id }, prepared }) => {
    const flows = outgoingOf(model, id)
    const otherwise = flows.find((flow) => flow.id === prepared.default)
    if (prepared.default !== undefined && otherwise === undefined) {
      return [
        error(
          "DefaultFlowUnknown",
          id,
          `The default flow '${prepared.default}' of '${id}' does not leave it.`,
          "Name one of its outgoing flows.",
        ),
      ]
    }
    const problems: Array<Diagnostic> = []
    if (otherwise?.condition !== undefined) {
      problems.push(
        error(
          "ConditionIgnored",
          otherwise.id,
          `The flow '${otherwise.id}' has a condition, and is the default of '${id}', which is taken when no other applies.`,
          "Remove the condition, or make another flow the default.",
        ),
      )
    }
    if (prepared.shape.activity !== true) return problems
    const conditional = flows.filter((flow) => flow.condition !== undefined)
    const always = flows.find((flow) => flow !== otherwise && flow.condition === undefined)
    if (otherwise !== undefined && always !== undefined) {
      problems.push(
        warning(
          "DefaultFlowNeverTaken",
          id,
          `The default flow '${otherwise.id}' of '${id}' is never taken: '${always.id}' has no condition, so that it always applies.`,
          `Give '${always.id}' a condition, or let '${otherwise.id}' be no default.`,
        ),
      )
    } else if (otherwise === undefined && always === undefined && conditional.length > 0) {
      problems.push(
        warning(
          "DefaultFlowMissing",
          id,
          `'${id}' has no default flow: when no condition holds, the instance stops there with an incident.`,
          "Make one flow the default.",
        ),
      )
    }
    return problems
  })
