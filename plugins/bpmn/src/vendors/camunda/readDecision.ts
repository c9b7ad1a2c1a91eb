/**
 * The decision of a business rule task: of Camunda by its reference, of Flowable by a field of a service.
 */
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { attributeOf, childrenOf, given, resultIn, textOf } from "../Extension.ts"
import type { Found, Vendor, VendorContext } from "../Vendor.ts"

/** Reads which decision a task takes. */
export const readDecision = (element: ModdleElement, type: string, vendor: Vendor, context: VendorContext): Found => {
  const attribute = (name: string) => attributeOf(context, element, vendor, name)
  const decision =
    type === "BusinessRuleTask" ? attribute("decisionRef") : attribute("type") === "dmn" ? fieldIn(element, vendor, context) : undefined
  if (decision === undefined) return {}
  if (/[$#]\{/.test(decision)) {
    return {
      problems: [
        context.problem(
          "NotExecutable",
          element,
          `its decision is the expression '${decision}': name the decision itself, so that it is known.`,
        ),
      ],
    }
  }
  const variable = attribute("resultVariable")
  const shape = attribute("mapDecisionResult")
  return {
    fields: {
      type: "BusinessRuleTask",
      handler: undefined,
      decision: { language: "dmn", text: decision },
      ...(variable === undefined ? (type === "BusinessRuleTask" ? {} : { spread: true }) : resultIn(element, variable)),
    },
    problems: [
      ...(shape === "collectEntries" || shape === "resultList"
        ? [
            context.problem(
              "NotExecutable",
              element,
              `its result is what the decision gives by its hit policy, and not the '${shape}' of it: collect in the decision, or take out what is needed after it.`,
              "warning",
            ),
          ]
        : []),
      ...(attribute("decisionRefVersion") === undefined && attribute("decisionRefVersionTag") === undefined
        ? []
        : [
            context.problem(
              "NotExecutable",
              element,
              "it takes the decision that the engine was opened with, whatever version it names.",
              "warning",
            ),
          ]),
    ],
  }
}

const fieldIn = (element: ModdleElement, vendor: Vendor, context: VendorContext): string | undefined => {
  const field = context.extensions(element, vendor, "field").find((one) => given(one, "name") === "decisionTableReferenceKey")
  if (field === undefined) return undefined
  const [inside] = childrenOf(field)
  return given(field, "stringValue") ?? (inside === undefined ? undefined : textOf(inside))
}
