/**
 * What the compiler of a model's expressions knows at a place: names with types, the types of the model, and where it is.
 */
import {
  Any,
  coerced,
  compile,
  type Externals,
  type FeelContext,
  FeelNames,
  type FeelProgram,
  FeelSyntaxError,
  type FeelType,
  type FeelValue,
  textOf,
  textOfType,
} from "@millrace/feel-scanner"
import type { Expression } from "../model/Expression.ts"
import { lineOf } from "../xml/XmlElement.ts"
import type { ModelProblem, ModelProblemCode } from "./Diagnostic.ts"
import type { ModelTypes } from "./ModelTypes.ts"
import type { Compiled, Eval, Run } from "./Run.ts"

/** What all expressions of a model share. */
export interface ModelScope {
  /** Compiles an expression of any kind: the kinds have each other inside. */
  readonly compile: (scope: Scope, expression: Expression | undefined) => Compiled
  readonly types: ModelTypes
  readonly externals: Externals
  readonly problems: Array<ModelProblem>
}

/** A place in a model, where expressions are compiled. */
export class Scope {
  readonly model: ModelScope
  /** Where it is, as messages say it. */
  readonly place: string
  readonly names: ReadonlyMap<string, FeelType>
  private ready: FeelNames | undefined

  constructor(model: ModelScope, place: string, names: ReadonlyMap<string, FeelType>) {
    this.model = model
    this.place = place
    this.names = names
  }

  /** The place with these names as well. */
  with(names: Iterable<readonly [string, FeelType]>): Scope {
    return new Scope(this.model, this.place, new Map([...this.names, ...names]))
  }

  /** A place in the place. */
  at(part: string): Scope {
    const inner = new Scope(this.model, `${this.place}, ${part}`, this.names)
    inner.ready = this.feelNames
    return inner
  }

  /** The type that a part of the model names; a type that nobody declared is a problem, and counts as any. */
  typeOf(typeRef: string | undefined, part: object): FeelType {
    if (typeRef === undefined) return Any
    const type = this.model.types.find(typeRef)
    if (type === undefined) this.problem("UnknownType", `Nobody declared the type '${typeRef}': declare it, or correct the name.`, part)
    return type ?? Any
  }

  /** Notes what is wrong with a part of the model. */
  problem(code: ModelProblemCode, message: string, part: object): void {
    const line = lineOf(part)
    this.model.problems.push({ code, message, place: this.place, ...(line === undefined ? {} : { line }) })
  }

  /** Compiles a FEEL text; null where it is none, which is noted. */
  program(text: string, part: object, tests?: { readonly input: FeelType }): FeelProgram | null {
    const { types, externals } = this.model
    const names = this.feelNames
    const program = compile(text, {
      names,
      types: types.byName,
      externals,
      ...(tests === undefined ? {} : { mode: "unary-tests" as const, input: tests.input }),
    })
    if (!(program instanceof FeelSyntaxError)) return program
    this.problem("SyntaxError", `${program.message} The text is: ${shortened(text)}`, part)
    return null
  }

  /** Compiles an expression at this place; one that is missing is null, with a diagnostic. */
  expression(expression: Expression | undefined): Compiled {
    return this.model.compile(this, expression)
  }

  /** A FEEL text as a compiled expression. */
  text(text: string, part: object): Compiled {
    const program = this.program(text, part)
    const { place } = this
    if (program === null) return { type: Any, evaluate: failing(place, "SyntaxError", `The text is no FEEL: ${shortened(text)}`) }
    const { constant, type } = program
    if (constant !== undefined && constant !== null) return { type, constant, evaluate: () => constant }
    const name = text.trim()
    // Many texts are only the name of an input: they need not be evaluated to be read.
    if (this.names.has(name) && program.references.length === 1 && program.references[0] === name && !(name in Object.prototype)) {
      return { type, evaluate: (scope) => scope[name] ?? null }
    }
    const evaluate: Eval = (scope, run) => {
      const value = program.within(run.site, scope)
      run.locate(place)
      return value
    }
    return { type, evaluate }
  }

  private get feelNames(): FeelNames {
    this.ready ??= new FeelNames(this.names)
    return this.ready
  }
}

/** A text as messages show it. */
export const shortened = (text: string): string => {
  const line = text.trim().replace(/\s+/g, " ")
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}

/** An expression that is always null, with a diagnostic. */
export const failing =
  (place: string, code: ModelProblemCode & Parameters<Run["fail"]>[1], reason: string): Eval =>
  (_scope, run) =>
    run.fail(place, code, reason)

/** The value as one of the type, or null and a diagnostic. */
export const fitted = (run: Run, value: FeelValue, type: FeelType, place: string): FeelValue => {
  if (type.kind === "Any") return value
  const fitting = coerced(value, type, run.site)
  return fitting === undefined
    ? run.fail(place, "WrongType", `Expected ${textOfType(type)}, but got ${shortened(textOf(value))}.`)
    : fitting
}

/** An expression whose value has to be of a type. */
export const typed = (compiled: Compiled, type: FeelType, place: string): Compiled => {
  if (type.kind === "Any") return compiled
  const { evaluate } = compiled
  return { type, evaluate: (scope, run) => fitted(run, evaluate(scope, run), type, place) }
}

/** Sets an entry, whatever its name is. */
export const put = (context: Record<string, FeelValue>, name: string, value: FeelValue): void => {
  if (name === "__proto__") Object.defineProperty(context, name, { value, enumerable: true, configurable: true, writable: true })
  else context[name] = value
}

/** A scope with more names: those that are not set in it are looked up outside. */
export const layerOn = (scope: FeelContext): Record<string, FeelValue> => Object.create(scope)
