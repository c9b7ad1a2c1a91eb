/**
 * The items of an activity that runs once for each of them, and what is made of what the runs gave.
 */
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { objectOf } from "../compose.ts"
import { attributeOf, childrenOf, given, manyOf } from "../Extension.ts"
import type { Found, Vendor, VendorContext } from "../Vendor.ts"
import { variableOrNull } from "./readCall.ts"

/** Reads the collection of a multi-instance activity. */
export const readMany = (element: ModdleElement, vendor: Vendor, context: VendorContext): Found => {
  const many = manyOf(element)
  if (many === undefined) return {}
  const collection = attributeOf(context, many, vendor, "collection") ?? collectionIn(many, vendor, context)
  const item = attributeOf(context, many, vendor, "elementVariable")
  const index = attributeOf(context, many, vendor, "elementIndexVariable")
  const [aggregation, another] = context.extensions(many, vendor, "variableAggregation")
  const target = given(aggregation, "target")
  const parts = aggregation === undefined ? [] : childrenOf(aggregation, "variable")
  const output = objectOf(
    parts.flatMap((part) => {
      const source = given(part, "source") ?? given(part, "target")
      return source === undefined ? [] : [[given(part, "target") ?? source, variableOrNull(source)] as const]
    }),
  )
  const multiInstance = {
    ...(collection === undefined
      ? {}
      : { items: isExpression(collection) ? context.value(collection) : variable(collection), count: undefined }),
    ...(item === undefined ? {} : { item }),
    ...(target === undefined || output === undefined ? {} : { output }),
  }
  return {
    fields: {
      ...(Object.keys(multiInstance).length === 0 ? {} : { multiInstance }),
      ...(target === undefined ? {} : { result: target }),
      ...(index === undefined ? {} : { inputs: [{ variable: index, value: variable("loopCounter") }] }),
    },
    problems:
      another === undefined
        ? []
        : [
            context.problem(
              "NotExecutable",
              element,
              "it gathers several lists: one is made, of what the first <variableAggregation> says.",
              "warning",
            ),
          ],
  }
}

const collectionIn = (many: ModdleElement, vendor: Vendor, context: VendorContext): string | undefined => {
  const [collection] = context.extensions(many, vendor, "collection")
  if (collection === undefined) return undefined
  const [expression] = childrenOf(collection, "expression")
  return expression?.$body?.trim()
}

const isExpression = (text: string): boolean => /[$#]\{/.test(text)

const variable = (name: string) => ({ language: "juel", text: `\${${name}}` })
