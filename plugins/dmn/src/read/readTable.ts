/**
 * Reads decision tables (DMN 1.5 §8.3).
 */
import type { Aggregation, DecisionTable, HitPolicy, InputClause, OutputClause, Rule } from "../model/DecisionTable.ts"
import type { Boxed } from "../model/Expression.ts"
import { elementNamed, elementsNamed, type XmlElement } from "../xml/XmlElement.ts"
import { attribute, descriptionOf, invalid, made, type Reader, textNamed, textOfNamed, typeRefOf } from "./Reader.ts"

const hitPolicies: ReadonlyArray<HitPolicy> = ["UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
const aggregations: ReadonlyArray<Aggregation> = ["SUM", "COUNT", "MIN", "MAX"]

/** A decision table; `common` is what it has as an expression. */
export const readTable = (
  reader: Reader,
  element: XmlElement,
  common: { readonly [K in keyof Boxed]-?: Boxed[K] | undefined },
): DecisionTable => {
  const orientation = attribute(element, "preferredOrientation")
  const annotations = elementsNamed(element, "annotation").map((annotation) => annotation.attributes.name ?? "")
  const table = made<DecisionTable>(element, {
    kind: "table",
    ...common,
    hitPolicy: oneOf(element, "hitPolicy", hitPolicies) ?? "UNIQUE",
    aggregation: oneOf(element, "aggregation", aggregations),
    outputLabel: attribute(element, "outputLabel"),
    orientation,
    inputs: elementsNamed(element, "input").map((input) => readInput(reader, input)),
    outputs: elementsNamed(element, "output").map((output) => readOutput(reader, output)),
    annotations: annotations.length === 0 ? undefined : annotations,
    rules: elementsNamed(element, "rule").map(readRule),
  })
  if (table.outputs.length === 0) throw invalid(element, "A decision table needs an <output>.")
  for (const [index, rule] of elementsNamed(element, "rule").entries()) {
    const own = table.rules[index]
    if (own?.inputs.length !== table.inputs.length || own.outputs.length !== table.outputs.length) {
      throw invalid(rule, `Rule ${index + 1} needs ${table.inputs.length} input entries and ${table.outputs.length} output entries.`)
    }
  }
  return table
}

const oneOf = <T extends string>(element: XmlElement, name: string, allowed: ReadonlyArray<T>): T | undefined => {
  const value = attribute(element, name)
  if (value === undefined) return undefined
  const found = allowed.find((one) => one === value.replaceAll("_", " "))
  if (found === undefined) throw invalid(element, `The attribute '${name}' is one of ${allowed.join(", ")}, not '${value}'.`)
  return found
}

const readInput = (reader: Reader, element: XmlElement): InputClause => {
  const expression = elementNamed(element, "inputExpression")
  return made(element, {
    id: attribute(element, "id"),
    label: attribute(element, "label"),
    text: (expression === undefined ? undefined : textNamed(expression, "text")) ?? attribute(element, "label") ?? "",
    typeRef: typeRefOf(reader, expression),
    values: textOfNamed(element, "inputValues"),
  })
}

const readOutput = (reader: Reader, element: XmlElement): OutputClause =>
  made(element, {
    id: attribute(element, "id"),
    label: attribute(element, "label"),
    name: attribute(element, "name"),
    typeRef: typeRefOf(reader, element),
    values: textOfNamed(element, "outputValues"),
    otherwise: textOfNamed(element, "defaultOutputEntry"),
  })

const readRule = (element: XmlElement): Rule => {
  const annotations = elementsNamed(element, "annotationEntry").map((entry) => textNamed(entry, "text") ?? "")
  return made(element, {
    id: attribute(element, "id"),
    description: descriptionOf(element),
    inputs: elementsNamed(element, "inputEntry").map((entry) => textNamed(entry, "text") ?? ""),
    outputs: elementsNamed(element, "outputEntry").map((entry) => textNamed(entry, "text") ?? ""),
    annotations: annotations.length === 0 ? undefined : annotations,
  })
}
