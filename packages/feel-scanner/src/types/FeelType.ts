/**
 * Types of FEEL (DMN 1.5 §10.3.2.3), as `instance of`, typed parameters and declared inputs name them.
 */
import type { FeelValue } from "../values/FeelValue.ts"

/** The types that have one name and no parts. */
export type SimpleTypeName =
  | "Any"
  | "Null"
  | "number"
  | "string"
  | "boolean"
  | "date"
  | "time"
  | "date and time"
  | "days and time duration"
  | "years and months duration"

/** A type. */
export type FeelType =
  | { readonly kind: SimpleTypeName }
  | { readonly kind: "list"; readonly item: FeelType }
  | { readonly kind: "range"; readonly item: FeelType }
  | { readonly kind: "context"; readonly entries: ReadonlyMap<string, FeelType> }
  | { readonly kind: "function"; readonly parameters: ReadonlyArray<FeelType> | null; readonly result: FeelType }
  /** A type of the caller: another type, of whose values only some are allowed. */
  | { readonly kind: "constrained"; readonly name: string; readonly base: FeelType; readonly allows: (value: FeelValue) => boolean }

/** Any value, null too. */
export const Any: FeelType = { kind: "Any" }
/** Only null. */
export const Null: FeelType = { kind: "Null" }
export const NumberType: FeelType = { kind: "number" }
export const StringType: FeelType = { kind: "string" }
export const BooleanType: FeelType = { kind: "boolean" }
export const DateType: FeelType = { kind: "date" }
export const TimeType: FeelType = { kind: "time" }
export const DateTimeType: FeelType = { kind: "date and time" }
export const DaysTimeDurationType: FeelType = { kind: "days and time duration" }
export const YearsMonthsDurationType: FeelType = { kind: "years and months duration" }

/** A list of items of a type. */
export const listOf = (item: FeelType): FeelType => ({ kind: "list", item })

/** A range over a type. */
export const rangeOf = (item: FeelType): FeelType => ({ kind: "range", item })

/** A context with these entries (and maybe more). */
export const contextOf = (entries: Readonly<Record<string, FeelType>> | ReadonlyMap<string, FeelType>): FeelType => ({
  kind: "context",
  entries: entries instanceof Map ? entries : new Map(Object.entries(entries)),
})

/** A function; parameters are null where it takes more than one list of them. */
export const functionOf = (parameters: ReadonlyArray<FeelType> | null, result: FeelType): FeelType => ({
  kind: "function",
  parameters,
  result,
})

const simple = new Map<string, FeelType>(
  [Any, Null, NumberType, StringType, BooleanType, DateType, TimeType, DateTimeType, DaysTimeDurationType, YearsMonthsDurationType].map(
    (type) => [type.kind, type],
  ),
)

/** Names of types that FEEL knows without parts, with the spellings of older versions. */
export const simpleTypes: ReadonlyMap<string, FeelType> = new Map([
  ...simple,
  ["any", Any],
  ["dateTime", DateTimeType],
  ["dayTimeDuration", DaysTimeDurationType],
  ["yearMonthDuration", YearsMonthsDurationType],
  ["list", listOf(Any)],
  ["context", { kind: "context", entries: new Map() }],
  ["function", functionOf(null, Any)],
  ["range", rangeOf(Any)],
])

/** The type below all constraints. */
export const baseOf = (type: FeelType): FeelType => (type.kind === "constrained" ? baseOf(type.base) : type)

/** How many entries of a context type are written, and how deep: types may share parts, so that a small one would be very long. */
const mostEntries = 10
const mostLevels = 3

/** The type as FEEL writes it; of large types only the beginning. */
export const textOfType = (type: FeelType, levels = mostLevels): string => {
  if (levels === 0 && "item" in type) return `${type.kind}<…>`
  switch (type.kind) {
    case "list":
      return `list<${textOfType(type.item, levels - 1)}>`
    case "range":
      return `range<${textOfType(type.item, levels - 1)}>`
    case "context":
      return levels === 0 ? "context<…>" : `context<${entriesText(type.entries, levels - 1)}>`
    case "function":
      if (levels === 0) return "function<…>"
      return `function<${(type.parameters ?? []).map((one) => textOfType(one, levels - 1)).join(", ")}> -> ${textOfType(type.result, levels - 1)}`
    case "constrained":
      return type.name
    default:
      return type.kind
  }
}

const entriesText = (entries: ReadonlyMap<string, FeelType>, levels: number): string => {
  const shown = [...entries].slice(0, mostEntries).map(([name, entry]) => `${name}: ${textOfType(entry, levels)}`)
  return [...shown, ...(entries.size > mostEntries ? ["…"] : [])].join(", ")
}

/** The type that values of both types have. */
export const joined = (left: FeelType, right: FeelType): FeelType => {
  if (left === right || right.kind === "Null") return left
  if (left.kind === "Null") return right
  if (left.kind === "list" && right.kind === "list") return listOf(joined(left.item, right.item))
  if (left.kind === "context" && right.kind === "context") {
    const entries = new Map(left.entries)
    for (const [name, type] of right.entries) entries.set(name, joined(entries.get(name) ?? Null, type))
    return { kind: "context", entries }
  }
  return left.kind === right.kind && simple.has(left.kind) ? left : Any
}
