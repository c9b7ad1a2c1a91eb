/**
 * The way in: compiles FEEL once, and evaluates it as often as wanted.
 */
import { builtinNames, resultOf } from "./builtins/Builtins.ts"
import type { Externals } from "./compile/Compiler.ts"
import { compileTree } from "./compile/compileNode.ts"
import type { ConstantTests } from "./compile/compileTests.ts"
import { evaluatorOf, type Outcome } from "./compile/Evaluator.ts"
import { defaultLimits, type Limits } from "./compile/Run.ts"
import { requireThat } from "./FeelArgumentError.ts"
import { FeelSyntaxError } from "./syntax/FeelSyntaxError.ts"
import { type NameSet, nameSet } from "./syntax/Names.ts"
import { parseExpression, parseTests } from "./syntax/parse.ts"
import { makesFunctions, referencesOf } from "./syntax/referencesOf.ts"
import { Any, type FeelType } from "./types/FeelType.ts"
import type { CallSite } from "./values/FeelFunction.ts"
import type { FeelContext, FeelValue } from "./values/FeelValue.ts"

/** What a text is compiled with. All of it may be left out. */
export interface CompileOptions {
  /** An expression, or unary tests: the cell of a decision table, with the tested value as ?. */
  readonly mode?: "expression" | "unary-tests"
  /**
   * The names that the evaluation will have, with their types where they are known (names with spaces or signs can only be told from
   * operators when they are known). Without it, words that follow each other are one name, and every name may be an entry of the context.
   */
  readonly names?: Readonly<Record<string, FeelType>> | ReadonlyMap<string, FeelType> | FeelNames
  /** Types by the names that `instance of` and typed parameters may use. */
  readonly types?: Readonly<Record<string, FeelType>> | ReadonlyMap<string, FeelType>
  /** In unary tests: the type of the tested value. */
  readonly input?: FeelType
  /** External functions that texts may use; without it none. */
  readonly externals?: Externals
  /** How much an evaluation may do; what is left out has a default. */
  readonly limits?: Partial<Limits>
  /** The time that `now` and `today` tell, in milliseconds since 1970; the computer's where left out. */
  readonly clock?: () => number
  /** The zone of `now` and `today`; UTC where left out. */
  readonly zone?: string
  /** How deep an expression may be nested: 200 where left out. */
  readonly maxDepth?: number
}

/** Names that are ready for many compilations. */
export class FeelNames {
  /** The names with their types. */
  readonly set: NameSet

  constructor(names: Readonly<Record<string, FeelType>> | ReadonlyMap<string, FeelType>) {
    this.set = nameSet(entriesOf(names))
  }
}

/** A compiled text. */
export interface FeelProgram {
  readonly _tag: "FeelProgram"
  readonly text: string
  /** What is known of the value's type. */
  readonly type: FeelType
  /** The names that the text reads from the context. */
  readonly references: ReadonlyArray<string>
  /** The value, where it is the same in each evaluation; else undefined. */
  readonly constant: FeelValue | undefined
  /** In unary tests: what they compare with, where all of it is the same in each evaluation; else null. An index can be made of it. */
  readonly tests: ConstantTests | null
  /** The value and why parts of it are null. Never throws. In unary tests, `input` is the tested value. */
  readonly evaluate: (context: FeelContext, input?: FeelValue) => Outcome
  /** The value alone. */
  readonly value: (context: FeelContext, input?: FeelValue) => FeelValue
  /** The value as a part of another evaluation, whose diagnostics, clock and limits it shares. Throws a limit error where that reaches a limit: `Evaluation.guarded` takes it. */
  readonly within: (site: CallSite, context: FeelContext, input?: FeelValue) => FeelValue
  /** Whether the value is true. */
  readonly test: (context: FeelContext, input?: FeelValue) => boolean
}

const entriesOf = (given: Readonly<Record<string, FeelType>> | ReadonlyMap<string, FeelType> | undefined): ReadonlyMap<string, FeelType> =>
  given === undefined ? new Map() : given instanceof Map ? given : new Map(Object.entries(given))

/** Compiles a text; what is wrong with it comes back as a syntax error. */
export const compile = (text: string, options: CompileOptions = {}): FeelProgram | FeelSyntaxError => {
  try {
    return compileOrThrow(text, options)
  } catch (error) {
    if (error instanceof FeelSyntaxError) return error
    throw error
  }
}

const contextual = (context: FeelContext): FeelContext => {
  if (typeof context !== "object" || context === null) requireThat(false, "An evaluation", context, "an object of values by their names")
  return context
}

/** Compiles a text, or throws a syntax error. */
export const compileOrThrow = (text: string, options: CompileOptions = {}): FeelProgram => {
  requireThat(typeof text === "string", "compile", text, "a text of FEEL")
  requireThat(typeof options === "object" && options !== null, "compile", options, "options in braces as its second argument")
  for (const name of ["names", "types"] as const) {
    const given = options[name]
    requireThat(given === undefined || (typeof given === "object" && given !== null), `The option '${name}' of compile`, given, "an object")
  }
  const names = {
    builtins: builtinNames,
    inputs: options.names instanceof FeelNames ? options.names.set : nameSet(entriesOf(options.names)),
  }
  const parserOptions = {
    open: options.names === undefined,
    types: entriesOf(options.types),
    maxDepth: options.maxDepth ?? 200,
    resultOf,
  }
  const tests = options.mode === "unary-tests"
  const { root, activation } = tests
    ? parseTests(text, names, parserOptions, options.input ?? Any)
    : parseExpression(text, names, parserOptions)
  const { evaluate, constant, tests: constantTests } = compileTree(text, root, options.externals ?? (() => undefined))
  const limits = { ...defaultLimits, ...options.limits }
  const { outcome, value, within } = evaluatorOf(evaluate, {
    text,
    slots: activation.size,
    keepsFrames: makesFunctions(root),
    limits,
    clock: options.clock ?? Date.now,
    zone: options.zone ?? "UTC",
  })
  return {
    _tag: "FeelProgram",
    text,
    type: root.type,
    references: referencesOf(root),
    constant,
    tests: constantTests,
    evaluate: (context, input) => outcome(contextual(context), input),
    value: (context, input) => value(contextual(context), input),
    within,
    test: (context, input) => value(context, input) === true,
  }
}
