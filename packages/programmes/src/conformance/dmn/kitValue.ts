/**
 * Values of the DMN kit: as its XML writes them, and whether an actual one is the expected one.
 */
import { elementNamed, elementsNamed, textIn, type XmlElement } from "@millrace/dmn"
import {
  compileOrThrow,
  DaysTimeDuration,
  equal,
  FeelDate,
  FeelDateTime,
  FeelTime,
  type FeelValue,
  isContext,
  isList,
  kindOf,
  NumberType,
  numberOf,
  YearsMonthsDuration,
} from "@millrace/feel-scanner"

const instance = "{http://www.w3.org/2001/XMLSchema-instance}"

const isNil = (element: XmlElement): boolean => element.attributes[`${instance}nil`] === "true"

/** The value in an element: a value, a list of items or components; null where there is none of these. */
export const kitValue = (element: XmlElement | undefined): FeelValue => {
  if (element === undefined || isNil(element)) return null
  const list = elementNamed(element, "list")
  if (list !== undefined) return isNil(list) ? null : elementsNamed(list, "item").map(kitValue)
  const components = elementsNamed(element, "component")
  if (components.length > 0)
    return Object.fromEntries(components.map((component) => [component.attributes.name ?? "", kitValue(component)]))
  const value = elementNamed(element, "value")
  return value === undefined || isNil(value) ? null : simpleValue(textIn(value), value.attributes[`${instance}type`] ?? "")
}

/** A text as a value of a type of XML Schema. */
const simpleValue = (text: string, type: string): FeelValue => {
  const trimmed = text.trim()
  switch (type.slice(type.indexOf(":") + 1)) {
    case "boolean":
      return trimmed === "true" || trimmed === "1"
    case "decimal":
    case "double":
    case "float":
    case "integer":
    case "int":
    case "long":
      return numberOf(trimmed)
    case "date":
      return FeelDate.parse(trimmed)
    case "time":
      return FeelTime.parse(trimmed)
    case "dateTime":
      return FeelDateTime.parse(trimmed)
    case "duration":
    case "dayTimeDuration":
    case "yearMonthDuration":
      return YearsMonthsDuration.parse(trimmed) ?? DaysTimeDuration.parse(trimmed)
    default:
      return text
  }
}

/** The kit writes numbers with different numbers of digits: they are compared exactly, up to this. */
const near = compileOrThrow("abs(a - b) <= 0.00000001", { names: { a: NumberType, b: NumberType } })

/** Whether a value is the expected one: of the same kind, with the same entries, items, offset or zone. */
export const isExpected = (actual: FeelValue, expected: FeelValue): boolean => {
  if (actual === null || expected === null) return actual === expected
  if (kindOf(actual) !== kindOf(expected)) return false
  if (kindOf(expected) === "number") return near.test({ a: actual, b: expected })
  if (isList(actual) && isList(expected)) {
    return actual.length === expected.length && actual.every((item, i) => isExpected(item, expected[i] ?? null))
  }
  if (isContext(actual) && isContext(expected)) {
    const names = Object.keys(expected)
    return (
      names.length === Object.keys(actual).length &&
      names.every((name) => Object.hasOwn(actual, name) && isExpected(actual[name] ?? null, expected[name] ?? null))
    )
  }
  if (actual instanceof FeelTime && expected instanceof FeelTime) {
    return actual.nanos === expected.nanos && actual.offset === expected.offset && actual.zone === expected.zone
  }
  if (actual instanceof FeelDateTime && expected instanceof FeelDateTime) {
    return (
      equal(actual.date, expected.date) === true &&
      actual.time.nanos === expected.time.nanos &&
      actual.time.offset === expected.time.offset &&
      actual.time.zone === expected.time.zone
    )
  }
  return equal(actual, expected) === true
}
