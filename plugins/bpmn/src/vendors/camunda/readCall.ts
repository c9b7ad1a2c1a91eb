/**
 * Which process a call activity calls, what that gets and what comes back. Without mappings nothing does.
 */
import type { ValueExpression } from "@millrace/process"
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { type Entry, objectOf } from "../compose.ts"
import { attributeOf, given, isTrue } from "../Extension.ts"
import type { Found, Mapping, Vendor, VendorContext } from "../Vendor.ts"

/** What a call passes and takes that says nothing of it. */
export const nothingPasses = { input: { value: {} }, outputs: [] }

/** Reads the mappings of a call activity. */
export const readCall = (element: ModdleElement, vendor: Vendor, context: VendorContext): Found => {
  const attribute = (name: string) => attributeOf(context, element, vendor, name)
  const ins = context.extensions(element, vendor, "in")
  const outs = context.extensions(element, vendor, "out")
  const inherits = attribute("inheritVariables") === "true" || ins.some((one) => given(one, "variables") === "all")
  const inputs = ins.flatMap((one) => mappingOf(one, context))
  const outputs = outs.flatMap((one) => mappingOf(one, context))
  const all = outs.some((one) => given(one, "variables") === "all")
  const input = objectOf(inputs.map(({ variable, value }): Entry => [variable, value]))
  const key = ins.map((one) => given(one, "businessKey")).find((one) => one !== undefined) ?? attribute("businessKey")
  const version = attribute("calledElementBinding") === "version" ? Number(attribute("calledElementVersion")) : undefined
  const refused = [
    ...["caseRef", "variableMappingClass", "variableMappingDelegateExpression"].filter((name) => attribute(name) !== undefined),
    ...(attribute("calledElementBinding") === "versionTag" ? ["calledElementVersionTag"] : []),
    ...(version === undefined || Number.isInteger(version) ? [] : ["calledElementVersion"]),
  ]
  const own = key !== undefined && /^[$#]\{\s*execution\s*\.\s*\w*[bB]usinessKey\s*\}$/.test(key)
  return {
    fields: {
      ...(inherits ? { input: undefined, ...(inputs.length === 0 ? {} : { inputs }) } : {}),
      ...(!inherits && inputs.length > 0 ? { input } : {}),
      ...(outputs.length > 0 || all ? { outputs: outputs.length === 0 ? undefined : outputs } : {}),
      ...(all ? { spread: true } : {}),
      ...(key === undefined || own ? {} : { businessKey: context.value(key) }),
      ...(version !== undefined && Number.isInteger(version) ? { version } : {}),
    },
    problems: [
      ...refused.map((name) =>
        context.problem(
          "NotExecutable",
          element,
          `its '${name}' cannot be executed: call a process by its id, and map variables with <in> and <out>.`,
        ),
      ),
      ...(own || attribute("inheritBusinessKey") === "true"
        ? [
            context.problem(
              "NotExecutable",
              element,
              "the business key is not passed on: give the call one that is made of variables.",
              "warning",
            ),
          ]
        : []),
      ...(input === undefined
        ? [
            context.problem(
              "ExpressionInvalid",
              element,
              "what it passes cannot be put together: write all of it as expressions of one language.",
            ),
          ]
        : []),
      ...[...ins, ...outs].flatMap((one) =>
        isTrue(one, "local")
          ? [context.problem("NotExecutable", element, "'local' has no effect: all variables that it sees are mapped.", "warning")]
          : [],
      ),
    ],
  }
}

const mappingOf = (one: ModdleElement, context: VendorContext): ReadonlyArray<Mapping> => {
  const source = given(one, "source")
  const expression = given(one, "sourceExpression")
  const variable = given(one, "target")
  if (variable === undefined || (source === undefined && expression === undefined)) return []
  return [{ variable, value: expression === undefined ? variableOrNull(source ?? "") : context.value(expression) }]
}

/** A variable, or null where there is none of this name. */
export const variableOrNull = (name: string): ValueExpression => ({
  language: "juel",
  text: `\${execution.variables['${name.replace(/[\\']/g, "\\$&")}']}`,
})
