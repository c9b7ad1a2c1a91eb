/**
 * What the parts of the compiler share: the text, the way into each other, and which closures give constants.
 */
import type { Span } from "../Diagnostic.ts"
import type { Node } from "../syntax/Syntax.ts"
import type { CallSite } from "../values/FeelFunction.ts"
import type { FeelContext, FeelValue } from "../values/FeelValue.ts"
import type { Eval } from "./Run.ts"

/** An external function as a text asks for it (DMN 1.5 §10.3.2.13.3): the mapping information and the parameters. */
export interface ExternalRequest {
  readonly mapping: FeelContext
  readonly parameters: ReadonlyArray<string>
}

/** What the caller allows for such a request: a function of the arguments, or undefined. */
export type Externals = (request: ExternalRequest) => ((given: ReadonlyArray<FeelValue>, site: CallSite) => FeelValue) | undefined

/** The compilation of one text. */
export interface Compiler {
  readonly text: string
  readonly externals: Externals
  /** Compiles a node. */
  readonly node: (node: Node) => Eval
  /** The value of a compiled node that is the same in each evaluation, or undefined. */
  readonly constantOf: (evaluate: Eval) => FeelValue | undefined
  /** A closure that gives always this value. */
  readonly constant: (value: FeelValue) => Eval
  /** Where a node stands. */
  readonly span: (node: Node) => Span
}
