/**
 * The syntax tree: what the parser makes of a text, with positions, types as far as they are known, and each name resolved.
 */
import type { FeelType } from "../types/FeelType.ts"
import type { RangeForm } from "../values/FeelRange.ts"
import type { FeelValue } from "../values/FeelValue.ts"
import type { Activation, Binding } from "./Scope.ts"

interface Place {
  /** Where it begins and ends in the text. */
  readonly start: number
  readonly end: number
  /** What is known of its values before they are computed. */
  readonly type: FeelType
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "**"
export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">="

/** An iterator of `for`, `some` and `every`: a list, or all integers or days from the list's place to `to`. */
export interface Iterator {
  readonly slot: number
  readonly source: Node
  readonly to: Node | null
}

/** A function's parameter as it is written. */
export interface ParameterSyntax {
  readonly name: string
  readonly type: FeelType
}

/** A node of the tree. */
export type Node = Place &
  (
    | { readonly kind: "literal"; readonly value: FeelValue }
    | { readonly kind: "at"; readonly text: string }
    | { readonly kind: "name"; readonly binding: Binding }
    | { readonly kind: "list"; readonly items: ReadonlyArray<Node> }
    | {
        readonly kind: "context"
        readonly entries: ReadonlyArray<{ readonly key: string; readonly slot: number; readonly value: Node; readonly start: number }>
      }
    | { readonly kind: "range"; readonly from: Node; readonly to: Node; readonly fromIncluded: boolean; readonly toIncluded: boolean }
    | { readonly kind: "test"; readonly form: Exclude<RangeForm, "interval">; readonly operand: Node }
    | { readonly kind: "path"; readonly source: Node; readonly name: string }
    | { readonly kind: "filter"; readonly source: Node; readonly slot: number; readonly condition: Node }
    | {
        readonly kind: "call"
        readonly callee: Node
        readonly arguments: ReadonlyArray<Node>
        readonly names: ReadonlyArray<string> | null
      }
    | { readonly kind: "negation"; readonly operand: Node }
    | { readonly kind: "arithmetic"; readonly operator: ArithmeticOperator; readonly left: Node; readonly right: Node }
    | { readonly kind: "comparison"; readonly operator: ComparisonOperator; readonly left: Node; readonly right: Node }
    | { readonly kind: "and" | "or"; readonly operands: ReadonlyArray<Node> }
    | { readonly kind: "between"; readonly value: Node; readonly low: Node; readonly high: Node }
    | { readonly kind: "in"; readonly value: Node; readonly slot: number; readonly tests: ReadonlyArray<Node> }
    | { readonly kind: "instance"; readonly value: Node; readonly wanted: FeelType | null; readonly typeName: string }
    | { readonly kind: "if"; readonly condition: Node; readonly then: Node; readonly otherwise: Node }
    | { readonly kind: "for"; readonly iterators: ReadonlyArray<Iterator>; readonly partial: number; readonly body: Node }
    | { readonly kind: "some" | "every"; readonly iterators: ReadonlyArray<Iterator>; readonly body: Node }
    | {
        readonly kind: "function"
        readonly parameters: ReadonlyArray<ParameterSyntax>
        readonly body: Node
        readonly activation: Activation
        readonly external: boolean
        /** Made inside a loop: it keeps the slots as they are when it is made. */
        readonly inLoop: boolean
      }
    /** Unary tests: whether the input (slot 0) passes one of them, or none of them where negated; no tests is what - means. */
    | { readonly kind: "tests"; readonly tests: ReadonlyArray<Node>; readonly negated: boolean; readonly slot: number }
  )

/** A kind of node. */
export type NodeOf<K extends Node["kind"]> = Extract<Node, { readonly kind: K }>
