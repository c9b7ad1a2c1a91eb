/**
 * Types from values: how a context that is at hand tells the parser which names there are.
 */
import { FeelFunction } from "../values/FeelFunction.ts"
import { FeelObject } from "../values/FeelObject.ts"
import { type FeelContext, type FeelValue, isContext, isList } from "../values/FeelValue.ts"
import { Any, type FeelType, listOf } from "./FeelType.ts"

/** What is known of a type from a value: the kinds of the entries of contexts and of the items of lists, some levels deep. */
export const typeOfValue = (value: FeelValue, depth = 8): FeelType => {
  if (value === null || depth === 0) return Any
  if (isList(value)) {
    const [first] = value
    return listOf(first === undefined ? Any : typeOfValue(first, depth - 1))
  }
  if (isContext(value)) return typeOfContext(value, depth)
  if (value instanceof FeelFunction) return { kind: "function", parameters: null, result: value.result }
  if (typeof value === "object" && value instanceof FeelObject) return ofKind(value)
  return typeof value === "string" ? { kind: "string" } : typeof value === "boolean" ? { kind: "boolean" } : { kind: "number" }
}

const typeOfContext = (value: FeelContext, depth: number): FeelType => ({
  kind: "context",
  entries: new Map(Object.entries(value).map(([name, entry]) => [name, typeOfValue(entry, depth - 1)])),
})

const ofKind = ({ kind }: FeelObject): FeelType => {
  switch (kind) {
    case "date":
    case "time":
    case "date and time":
    case "days and time duration":
    case "years and months duration":
      return { kind }
    case "range":
      return { kind: "range", item: Any }
    default:
      return Any
  }
}
