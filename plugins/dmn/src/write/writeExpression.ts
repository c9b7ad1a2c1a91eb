/**
 * Writes boxed expressions and decision tables as XML (DMN 1.5 §7.3.4 and on).
 */
import type { DecisionTable, InputClause, OutputClause, Rule } from "../model/DecisionTable.ts"
import type { Boxed, Expression, FunctionExpression, IteratorExpression } from "../model/Expression.ts"
import type { XmlElement } from "../xml/XmlElement.ts"
import { element, textElement, textIn } from "./Writer.ts"

const boxed = ({ id, label, typeRef }: Boxed): Readonly<Record<string, string | undefined>> => ({ id, label, typeRef })

const described = ({ description }: { readonly description?: string }): XmlElement | undefined => textElement("description", description)

const wrapped = (name: string, expression: Expression | undefined): XmlElement | undefined =>
  expression === undefined ? undefined : element(name, {}, writeExpression(expression))

const optional = (expression: Expression | undefined): XmlElement | undefined =>
  expression === undefined ? undefined : writeExpression(expression)

/** An expression as an element. */
export const writeExpression = (expression: Expression): XmlElement => {
  const attributes = boxed(expression)
  const description = described(expression)
  switch (expression.kind) {
    case "literal": {
      const own = { ...attributes, expressionLanguage: expression.language }
      return element("literalExpression", own, description, element("text", {}, expression.text))
    }
    case "context": {
      const entries = expression.entries.map(({ name, typeRef, value }) =>
        element("contextEntry", {}, name === undefined ? undefined : element("variable", { name, typeRef }), optional(value)),
      )
      return element("context", attributes, description, entries)
    }
    case "invocation": {
      const bindings = expression.bindings.map(({ parameter, typeRef, value }) =>
        element("binding", {}, element("parameter", { name: parameter, typeRef }), optional(value)),
      )
      return element("invocation", attributes, description, writeExpression(expression.called), bindings)
    }
    case "function":
      return writeFunction("functionDefinition", expression)
    case "list":
      return element("list", attributes, description, expression.items.map(writeExpression))
    case "relation": {
      const columns = expression.columns.map(({ name, typeRef }) => element("column", { name, typeRef }))
      const rows = expression.rows.map((row) => element("row", {}, row.map(writeExpression)))
      return element("relation", attributes, description, columns, rows)
    }
    case "conditional": {
      const { condition, consequence, alternative } = expression
      const parts = [wrapped("if", condition), wrapped("then", consequence), wrapped("else", alternative)]
      return element("conditional", attributes, description, parts)
    }
    case "filter":
      return element("filter", attributes, description, wrapped("in", expression.in), wrapped("match", expression.match))
    case "for":
    case "some":
    case "every":
      return writeIterator(expression)
    case "table":
      return writeTable(expression)
  }
}

const writeIterator = (expression: IteratorExpression): XmlElement => {
  const { kind, variable, body } = expression
  const attributes = { ...boxed(expression), iteratorVariable: variable }
  const parts = [wrapped("in", expression.in), wrapped(kind === "for" ? "return" : "satisfies", body)]
  return element(kind, attributes, described(expression), parts)
}

/** A function, as an expression or as the logic of a knowledge model. */
export const writeFunction = (name: "functionDefinition" | "encapsulatedLogic", expression: FunctionExpression): XmlElement => {
  const { language, parameters, body } = expression
  const own = parameters.map((parameter) => element("formalParameter", { name: parameter.name, typeRef: parameter.typeRef }))
  return element(name, { ...boxed(expression), kind: language }, described(expression), own, optional(body))
}

const writeTable = (table: DecisionTable): XmlElement => {
  const { hitPolicy, aggregation, orientation, outputLabel } = table
  const attributes = { ...boxed(table), hitPolicy, aggregation, preferredOrientation: orientation, outputLabel }
  return element(
    "decisionTable",
    attributes,
    described(table),
    table.inputs.map(writeInput),
    table.outputs.map(writeOutput),
    table.annotations?.map((name) => element("annotation", { name })),
    table.rules.map(writeRule),
  )
}

const writeInput = ({ id, label, text, typeRef, values }: InputClause): XmlElement => {
  const expression = element("inputExpression", { typeRef }, element("text", {}, text))
  return element("input", { id, label }, expression, textIn("inputValues", values))
}

const writeOutput = ({ id, label, name, typeRef, values, otherwise }: OutputClause): XmlElement =>
  element("output", { id, label, name, typeRef }, textIn("outputValues", values), textIn("defaultOutputEntry", otherwise))

const writeRule = (rule: Rule): XmlElement => {
  const entries = [
    ...rule.inputs.map((text) => textIn("inputEntry", text)),
    ...rule.outputs.map((text) => textIn("outputEntry", text)),
    ...(rule.annotations ?? []).map((text) => textIn("annotationEntry", text)),
  ]
  return element("rule", { id: rule.id }, described(rule), entries)
}
