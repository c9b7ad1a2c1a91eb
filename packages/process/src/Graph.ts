/**
 * The process graph: plain JSON. What the builder makes, what BPMN XML becomes and what a caller sends at run time
 * is the same graph, checked by the same validator.
 *
 * The fields of each element type are described by the Schema in its file under `elements/`.
 */
import type { Json } from "@millrace/kernel"
import { Schema } from "effect"

/** Code by name, or text in a registered expression language. */
export const Expression = Schema.Union([
  Schema.Struct({ code: Schema.String }),
  Schema.Struct({ language: Schema.String, text: Schema.String }),
])
export type Expression = typeof Expression.Type

/** A fixed JSON value, or an expression that gives one. */
export const ValueExpression = Schema.Union([Expression, Schema.Struct({ value: Schema.Json })])
export type ValueExpression = typeof ValueExpression.Type

/**
 * The name of a variable. What begins with `~` is reserved: references to large values are written so. `__proto__` is no
 * name, since objects cannot have it as others.
 */
export const VariableName = Schema.String.check(Schema.isPattern(/^(?!__proto__$)[^~]/))

/** What every element has. */
export const elementBase = {
  /** Unique in the graph. Elements the builder makes inside a sub-process are named `scope/step`. */
  id: Schema.String,
  /** For people; the id where it is left out. */
  name: Schema.optionalKey(Schema.String),
  /** The id of the enclosing sub-process; left out at the top. */
  scope: Schema.optionalKey(Schema.String),
}

/** An element as far as every reader knows it. */
export interface GraphElement {
  readonly id: string
  readonly type: string
  readonly name?: string
  readonly scope?: string
}

/** A way for tokens from one element to another. */
export const SequenceFlow = Schema.Struct({
  id: Schema.String,
  /** How an exclusive gateway's `choose` names it. */
  name: Schema.optionalKey(Schema.String),
  from: Schema.String,
  to: Schema.String,
  condition: Schema.optionalKey(Expression),
})
export type SequenceFlow = typeof SequenceFlow.Type

/** A process as plain JSON: elements, the flows between them, and whether it is a saga. */
export interface ProcessGraph<Element extends GraphElement = GraphElement> {
  readonly elements: ReadonlyArray<Element>
  readonly flows: ReadonlyArray<SequenceFlow>
  /** Roll the whole process back when an error leaves it or it is cancelled. */
  readonly saga?: boolean
  /** Variables of the process, fields of its input among them, whose values must not appear in logs, traces and error texts. */
  readonly redacted?: ReadonlyArray<string>
  /** Where things are drawn. Has no part in what the graph means. */
  readonly layout?: Json
}
