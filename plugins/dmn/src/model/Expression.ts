/**
 * Boxed expressions (DMN 1.5 §10.2.2) as plain data.
 */
import type { DecisionTable } from "./DecisionTable.ts"

/** What every boxed expression may have. */
export interface Boxed {
  readonly id?: string
  readonly label?: string
  readonly description?: string
  /** The type that the value has to have. */
  readonly typeRef?: string
}

/** FEEL text (§10.2.2.1). */
export interface LiteralExpression extends Boxed {
  readonly kind: "literal"
  readonly text: string
  /** The language where it is not FEEL. */
  readonly language?: string
}

/** Entries, each of which sees those before it; one without a name is the value of the whole (§10.2.2.5). */
export interface ContextExpression extends Boxed {
  readonly kind: "context"
  readonly entries: ReadonlyArray<ContextEntry>
}
export interface ContextEntry {
  readonly name?: string
  readonly typeRef?: string
  readonly value?: Expression
}

/** A call with arguments by name (§10.2.2.4). */
export interface InvocationExpression extends Boxed {
  readonly kind: "invocation"
  readonly called: Expression
  readonly bindings: ReadonlyArray<Binding>
}
export interface Binding {
  readonly parameter: string
  readonly typeRef?: string
  readonly value?: Expression
}

/** A function (§10.2.2.9): of FEEL, or one that the caller allows and brings. */
export interface FunctionExpression extends Boxed {
  readonly kind: "function"
  readonly language?: "Java" | "PMML"
  readonly parameters: ReadonlyArray<{ readonly name: string; readonly typeRef?: string }>
  readonly body?: Expression
}

/** A list (§10.2.2.7). */
export interface ListExpression extends Boxed {
  readonly kind: "list"
  readonly items: ReadonlyArray<Expression>
}

/** A list of contexts with the same entries (§10.2.2.8). */
export interface RelationExpression extends Boxed {
  readonly kind: "relation"
  readonly columns: ReadonlyArray<{ readonly name: string; readonly typeRef?: string }>
  readonly rows: ReadonlyArray<ReadonlyArray<Expression>>
}

/** If, then, else (§10.2.2.10). */
export interface ConditionalExpression extends Boxed {
  readonly kind: "conditional"
  readonly condition?: Expression
  readonly consequence?: Expression
  readonly alternative?: Expression
}

/** The items of a list that match (§10.2.2.11). */
export interface FilterExpression extends Boxed {
  readonly kind: "filter"
  readonly in?: Expression
  readonly match?: Expression
}

/** A loop over a list (§10.2.2.12). */
export interface IteratorExpression extends Boxed {
  readonly kind: "for" | "some" | "every"
  readonly variable: string
  readonly in?: Expression
  /** What each item gives, or has to satisfy. */
  readonly body?: Expression
}

/** Any boxed expression. */
export type Expression =
  | LiteralExpression
  | ContextExpression
  | InvocationExpression
  | FunctionExpression
  | ListExpression
  | RelationExpression
  | ConditionalExpression
  | FilterExpression
  | IteratorExpression
  | DecisionTable
