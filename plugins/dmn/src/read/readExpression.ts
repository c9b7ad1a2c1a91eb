/**
 * Reads boxed expressions (DMN 1.5 §7.3.4 and on).
 */
import type { Variable } from "../model/DecisionModel.ts"
import type {
  Binding,
  Boxed,
  ConditionalExpression,
  ContextEntry,
  ContextExpression,
  Expression,
  FilterExpression,
  FunctionExpression,
  InvocationExpression,
  IteratorExpression,
  ListExpression,
  LiteralExpression,
  RelationExpression,
} from "../model/Expression.ts"
import { feelNamespaces } from "../model/Namespaces.ts"
import { elementNamed, elementsIn, elementsNamed, type XmlElement } from "../xml/XmlElement.ts"
import { attribute, descriptionOf, invalid, made, type Reader, required, textNamed, typeRefOf } from "./Reader.ts"
import { readTable } from "./readTable.ts"

/** The expression among the children of an element. */
export const expressionIn = (reader: Reader, element: XmlElement): Expression | undefined => {
  for (const child of elementsIn(element)) {
    const expression = readExpression(reader, child)
    if (expression !== undefined) return expression
  }
  return undefined
}

/** All expressions among the children of an element. */
const expressionsIn = (reader: Reader, element: XmlElement): ReadonlyArray<Expression> =>
  elementsIn(element).flatMap((child) => readExpression(reader, child) ?? [])

/** The expression in the first child of a name. */
const expressionNamed = (reader: Reader, element: XmlElement, name: string): Expression | undefined => {
  const found = elementNamed(element, name)
  return found === undefined ? undefined : expressionIn(reader, found)
}

/** What all expressions have. */
const boxed = (reader: Reader, element: XmlElement): { readonly [K in keyof Boxed]-?: Boxed[K] | undefined } => ({
  id: attribute(element, "id"),
  label: attribute(element, "label"),
  description: descriptionOf(element),
  typeRef: typeRefOf(reader, element),
})

/** An element as an expression; undefined where it is none. */
export const readExpression = (reader: Reader, element: XmlElement): Expression | undefined => {
  const common = boxed(reader, element)
  switch (element.name) {
    case "literalExpression": {
      if (elementNamed(element, "importedValues") !== undefined) {
        throw invalid(element, "Values from other documents (<importedValues>) cannot be used: write the expression here.")
      }
      const language = attribute(element, "expressionLanguage")
      const text = textNamed(element, "text") ?? ""
      return made<LiteralExpression>(element, { kind: "literal", ...common, text, language: isFeel(language) ? undefined : language })
    }
    case "context":
      return made<ContextExpression>(element, {
        kind: "context",
        ...common,
        entries: elementsNamed(element, "contextEntry").map((entry) => readEntry(reader, entry)),
      })
    case "invocation": {
      const called = expressionIn(reader, element)
      if (called === undefined) throw invalid(element, "<invocation> needs the expression that is called.")
      const bindings = elementsNamed(element, "binding").map((binding) => {
        const parameter = elementNamed(binding, "parameter")
        if (parameter === undefined) throw invalid(binding, "<binding> needs a <parameter>.")
        return made<Binding>(binding, {
          parameter: required(parameter, "name"),
          typeRef: typeRefOf(reader, parameter),
          value: expressionIn(reader, binding),
        })
      })
      return made<InvocationExpression>(element, { kind: "invocation", ...common, called, bindings })
    }
    case "functionDefinition":
    case "encapsulatedLogic":
      return readFunction(reader, element)
    case "list":
      return made<ListExpression>(element, { kind: "list", ...common, items: expressionsIn(reader, element) })
    case "relation":
      return made<RelationExpression>(element, {
        kind: "relation",
        ...common,
        columns: elementsNamed(element, "column").map((column) =>
          made<Variable>(column, { name: required(column, "name"), typeRef: typeRefOf(reader, column) }),
        ),
        rows: elementsNamed(element, "row").map((row) => expressionsIn(reader, row)),
      })
    case "conditional":
      return made<ConditionalExpression>(element, {
        kind: "conditional",
        ...common,
        condition: expressionNamed(reader, element, "if"),
        consequence: expressionNamed(reader, element, "then"),
        alternative: expressionNamed(reader, element, "else"),
      })
    case "filter":
      return made<FilterExpression>(element, {
        kind: "filter",
        ...common,
        in: expressionNamed(reader, element, "in"),
        match: expressionNamed(reader, element, "match"),
      })
    case "for":
    case "some":
    case "every":
      return made<IteratorExpression>(element, {
        kind: element.name,
        ...common,
        variable: required(element, "iteratorVariable"),
        in: expressionNamed(reader, element, "in"),
        body: expressionNamed(reader, element, element.name === "for" ? "return" : "satisfies"),
      })
    case "decisionTable":
      return readTable(reader, element, common)
    default:
      return undefined
  }
}

const isFeel = (language: string | undefined): boolean =>
  language === undefined || feelNamespaces.has(language) || language.toLowerCase() === "feel"

const readEntry = (reader: Reader, entry: XmlElement): ContextEntry => {
  const variable = elementNamed(entry, "variable")
  return made(entry, {
    name: variable === undefined ? undefined : required(variable, "name"),
    typeRef: typeRefOf(reader, variable),
    value: expressionIn(reader, entry),
  })
}

/** A function definition, or the logic of a business knowledge model. */
export const readFunction = (reader: Reader, element: XmlElement): FunctionExpression => {
  const kind = attribute(element, "kind")
  if (kind !== undefined && kind !== "FEEL" && kind !== "Java" && kind !== "PMML") {
    throw invalid(element, `The kind of a function is FEEL, Java or PMML, not '${kind}'.`)
  }
  return made<FunctionExpression>(element, {
    kind: "function",
    ...boxed(reader, element),
    language: kind === "FEEL" ? undefined : kind,
    parameters: elementsNamed(element, "formalParameter").map((parameter) =>
      made<Variable>(parameter, { name: required(parameter, "name"), typeRef: typeRefOf(reader, parameter) }),
    ),
    body: expressionIn(reader, element),
  })
}
