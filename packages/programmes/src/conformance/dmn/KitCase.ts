/**
 * Reads the test files of the DMN kit: cases with inputs and expected results.
 */
import { elementNamed, elementsNamed, textIn, type XmlElement } from "@millrace/dmn"
import type { FeelValue } from "@millrace/feel-scanner"
import { kitValue } from "./kitValue.ts"

/** A case. */
export interface KitCase {
  readonly id: string
  /** The service or knowledge model that is called; undefined where decisions are made. */
  readonly called: string | undefined
  readonly inputs: Readonly<Record<string, FeelValue>>
  readonly results: ReadonlyArray<KitResult>
}

/** What a decision, or an output of the service, has to give. */
export interface KitResult {
  readonly name: string
  readonly expected: FeelValue
  /** It has to be null because something went wrong. */
  readonly error: boolean
}

/** The cases of a test file, and the file of the model that they are about. */
export const readCases = (root: XmlElement): { readonly model: string; readonly cases: ReadonlyArray<KitCase> } => {
  const model = elementNamed(root, "modelName")
  return { model: model === undefined ? "" : textIn(model).trim(), cases: elementsNamed(root, "testCase").map(readCase) }
}

const readCase = (element: XmlElement): KitCase => ({
  id: element.attributes.id ?? "",
  called: element.attributes.type === undefined || element.attributes.type === "decision" ? undefined : element.attributes.invocableName,
  inputs: Object.fromEntries(
    elementsNamed(element, "inputNode").map((input) => {
      const { name = "", namespace } = input.attributes
      return [namespace === undefined ? name : `${namespace}#${name}`, kitValue(input)]
    }),
  ),
  results: elementsNamed(element, "resultNode").map((result) => ({
    name: result.attributes.name ?? "",
    expected: kitValue(elementNamed(result, "expected")),
    error: result.attributes.errorResult === "true",
  })),
})
