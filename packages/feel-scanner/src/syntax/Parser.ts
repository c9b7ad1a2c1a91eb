/**
 * The state of a parse: tokens and a place in them, the names in scope, and how deep the expression is nested.
 */
import type { FeelType } from "../types/FeelType.ts"
import { FeelSyntaxError } from "./FeelSyntaxError.ts"
import type { Scope } from "./Scope.ts"
import type { Node } from "./Syntax.ts"
import type { Token } from "./Token.ts"

/** Words that never are part of a name that is not known. */
const keywords = new Set("for return if then else some every satisfies in and or between instance function true false null".split(" "))

/** What a parse is done with. */
export interface ParserOptions {
  /** Whether names that are not known are taken for inputs. */
  readonly open: boolean
  /** The user's types by name. */
  readonly types: ReadonlyMap<string, FeelType>
  /** How deep an expression may be nested. */
  readonly maxDepth: number
  /** The type of a built-in function's result for arguments of these types. */
  readonly resultOf: (name: string, given: ReadonlyArray<FeelType>) => FeelType
}

/** The parts of the grammar that refer to each other. */
export interface Grammar {
  /** Any expression. */
  readonly expression: (parser: Parser) => Node
  /** What may stand at both sides of a comparison. */
  readonly sum: (parser: Parser) => Node
  /** An expression, or a comparison without its left side. */
  readonly item: (parser: Parser) => Node
}

/** A parse. */
export class Parser {
  readonly text: string
  readonly tokens: ReadonlyArray<Token>
  readonly options: ParserOptions
  readonly grammar: Grammar
  at = 0
  scope: Scope
  /** Inside the end of a range a [ closes the range. */
  inEndpoint = false
  /** A primary that is read already, for the primary that is read next. */
  pending: Node | null = null
  private depth = 0

  constructor(text: string, tokens: ReadonlyArray<Token>, scope: Scope, options: ParserOptions, grammar: Grammar) {
    this.text = text
    this.tokens = tokens
    this.scope = scope
    this.options = options
    this.grammar = grammar
  }

  get token(): Token {
    return this.peek(0)
  }

  /** The token so many places further; past the last one it is the end. */
  peek(ahead: number): Token {
    return this.tokens[this.at + ahead] ?? (this.tokens.at(-1) as Token)
  }

  /** End of the token before the present one. */
  get end(): number {
    return this.tokens[this.at - 1]?.end ?? 0
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.text === text && (token.kind === "symbol" || token.kind === "word")
  }

  /** Takes the token if it is this one. */
  take(text: string): boolean {
    if (!this.is(text)) return false
    this.at++
    return true
  }

  /** Takes the token, which has to be this one. */
  expect(text: string): void {
    if (!this.take(text)) this.refuse([text])
  }

  /** Stops the parse: something else was expected here. */
  refuse(expected: ReadonlyArray<string>, at: Token = this.token): never {
    const found = at.kind === "end" ? "the end" : this.text.slice(at.start, Math.min(at.end, at.start + 40))
    throw new FeelSyntaxError(this.text, at.start, expected, found)
  }

  isKeyword(token: Token): boolean {
    return token.kind === "word" && keywords.has(token.text)
  }

  /** An expression, one level deeper. */
  expression(): Node {
    return this.enclosed(this.grammar.expression)
  }

  /** An expression or a comparison without its left side, one level deeper. */
  item(): Node {
    return this.enclosed(this.grammar.item)
  }

  private enclosed(parse: (parser: Parser) => Node): Node {
    const { inEndpoint } = this
    this.inEndpoint = false
    const node = this.deeper(() => parse(this))
    this.inEndpoint = inEndpoint
    return node
  }

  /** Parses something one level deeper; refuses what is nested too deeply. */
  deeper<A>(parse: () => A): A {
    if (++this.depth > this.options.maxDepth) this.refuse([`an expression that is nested at most ${this.options.maxDepth} levels`])
    const parsed = parse()
    this.depth--
    return parsed
  }

  /** Parses something in another scope. */
  inScope<A>(scope: Scope, parse: () => A): A {
    const outer = this.scope
    this.scope = scope
    const parsed = parse()
    this.scope = outer
    return parsed
  }
}
