/**
 * `<inputOutput>`: variables of an activity's own, and those that take what it gave.
 */
import type { ValueExpression } from "@millrace/process"
import type { BpmnProblem } from "../../BpmnProblem.ts"
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { typeOf } from "../../moddle/ModdleElement.ts"
import { listOf, objectOf } from "../compose.ts"
import { childrenOf, given, textOf } from "../Extension.ts"
import type { Found, Mapping, Vendor, VendorContext } from "../Vendor.ts"

/** Reads the parameters of an element, those of its connector among them. */
export const readMappings = (element: ModdleElement, vendor: Vendor, context: VendorContext): Found => {
  const blocks = [
    ...context.extensions(element, vendor, "inputOutput"),
    ...context.extensions(element, vendor, "connector").flatMap((connector) => childrenOf(connector, "inputOutput")),
  ]
  const problems: Array<BpmnProblem> = []
  const mappings = (kind: string): ReadonlyArray<Mapping> =>
    blocks
      .flatMap((block) => childrenOf(block, kind))
      .flatMap((parameter) => {
        const variable = given(parameter, "name")
        const value = valueIn(parameter, context)
        if (variable !== undefined && value !== undefined) return [{ variable, value }]
        problems.push(
          context.problem(
            "NotExecutable",
            element,
            `its parameter '${variable ?? ""}' is a script, or made of expressions in several languages: write it as one expression, or set the variable in the handler.`,
          ),
        )
        return []
      })
  const inputs = mappings("inputParameter")
  const outputs = mappings("outputParameter")
  return { fields: { ...(inputs.length === 0 ? {} : { inputs }), ...(outputs.length === 0 ? {} : { outputs }) }, problems }
}

/** Text, a list or a map; undefined for a script. */
const valueIn = (holder: ModdleElement, context: VendorContext): ValueExpression | undefined => {
  const [inside] = childrenOf(holder)
  if (inside === undefined) return context.value(textOf(holder))
  const all = (parts: ReadonlyArray<ModdleElement>) => {
    const values = parts.map((part) => (typeOf(part) === "value" ? context.value(textOf(part)) : valueIn(part, context)))
    return values.every((value) => value !== undefined) ? values : undefined
  }
  if (typeOf(inside) === "list") {
    const values = all(childrenOf(inside).flatMap((part) => (typeOf(part) === "value" ? [part] : [])))
    return values === undefined ? undefined : listOf(values)
  }
  if (typeOf(inside) !== "map") return undefined
  const entries = childrenOf(inside, "entry")
  const values = all(entries)
  return values === undefined
    ? undefined
    : objectOf(entries.map((entry, index) => [given(entry, "key") ?? "", values[index] ?? { value: null }]))
}
