/**
 * Which process or decision is called, and which variables go there and back: all of them, unless it says otherwise.
 */
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { type Entry, objectOf } from "../compose.ts"
import { given, isTrue, resultIn } from "../Extension.ts"
import type { Found, Mapping, VendorContext } from "../Vendor.ts"
import { fixedText } from "./fixedText.ts"

/** Reads what a call activity calls; `inputs` and `outputs` are its mappings. */
export const readCall = (
  element: ModdleElement,
  inputs: ReadonlyArray<Mapping>,
  outputs: ReadonlyArray<Mapping> | undefined,
  context: VendorContext,
): Found => {
  const [called] = context.extensions(element, "zeebe", "calledElement")
  if (called === undefined) return {}
  const process = given(called, "processId")
  const passes = isTrue(called, "propagateAllParentVariables", true)
  const input = objectOf(inputs.map(({ variable, value }): Entry => [variable, value]))
  const binding = given(called, "bindingType")
  return {
    fields: {
      ...(process === undefined ? {} : { process: context.value(process) }),
      ...(passes ? {} : { inputs: undefined, input: input ?? { value: {} } }),
      ...(outputs !== undefined ? {} : isTrue(called, "propagateAllChildVariables", true) ? { spread: true } : { outputs: [] }),
    },
    problems: [
      ...(input === undefined
        ? [context.problem("ExpressionInvalid", element, "what it passes cannot be put together: write the sources of its inputs as FEEL.")]
        : []),
      ...(binding === "versionTag"
        ? [context.problem("NotExecutable", element, "it calls the highest version of the process, whatever tag it names.", "warning")]
        : []),
    ],
  }
}

/** Reads which decision a business rule task takes. */
export const readDecision = (element: ModdleElement, context: VendorContext): Found => {
  const [called] = context.extensions(element, "zeebe", "calledDecision")
  if (called === undefined) return {}
  const written = given(called, "decisionId")
  const decision = written === undefined ? undefined : fixedText(written)
  const variable = given(called, "resultVariable")
  return {
    fields: {
      ...(decision === undefined ? {} : { decision: { language: "dmn", text: decision } }),
      ...(variable === undefined ? {} : resultIn(element, variable)),
    },
    problems:
      decision === undefined
        ? [
            context.problem(
              "NotExecutable",
              element,
              `its decision '${written ?? ""}' is not fixed: name the decision itself, so that it is known.`,
            ),
          ]
        : [],
  }
}

/** Reads the expression of a script task. */
export const readScript = (element: ModdleElement, context: VendorContext): Found => {
  const [script] = context.extensions(element, "zeebe", "script")
  const expression = given(script, "expression")
  const variable = given(script, "resultVariable")
  if (script === undefined) return {}
  if (expression === undefined || variable === undefined) {
    return { problems: [context.problem("Incomplete", element, "its script needs an 'expression' and a 'resultVariable'.")] }
  }
  return { fields: { type: "ScriptTask", assignments: [{ variable, value: context.value(expression) }] } }
}
