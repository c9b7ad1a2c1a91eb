/**
 * Preparation: what an element needs to turn its references into code, once, when a process is compiled. Everything
 * that is asked for is remembered, so that validation can report what is not bound.
 */
import {
  type Bindings,
  type Codec,
  type CodeLook,
  type ExpressionLanguage,
  type Json,
  type JsonObject,
  nameProblem,
} from "@millrace/kernel"
import { CodeProblem, codeFailed, messageOf } from "./CodeProblem.ts"
import type { Expression, ValueExpression } from "./Graph.ts"

/** Evaluates code on variables. Throws whatever the code throws. */
export interface Evaluator {
  /** What it is, for messages: "code 'order@1/size/choose'". */
  readonly name: string
  readonly run: (vars: JsonObject, beside: Beside) => unknown
}

/** What code sees beside the variables: the time of the decision always, since it may read no other clock. */
export type Beside = Omit<CodeLook, "vars"> & { readonly now: number }

/** A reference that leads nowhere. */
export interface MissingReference {
  readonly kind: "handler" | "code" | "codec" | "language" | "expression"
  readonly name: string
  readonly message: string
}

export interface Preparation {
  /** The name of the definition, `order@1`. */
  readonly definition: string
  readonly code: (expression: Expression) => Evaluator
  readonly value: (expression: ValueExpression) => Evaluator
  /** Says that a handler of this name is needed. */
  readonly handler: (name: string) => void
  /** The codec of this name, which is needed. */
  readonly codec: (name: string) => Codec | undefined
  /** Says that what is complete may be undone. */
  readonly compensation: () => void
  readonly compensates: boolean
  readonly missing: ReadonlyArray<MissingReference>
}

/** Makes the preparation of one element. */
export const makePreparation = (definition: string, bindings: Bindings, languages: ReadonlyArray<ExpressionLanguage>): Preparation => {
  const missing: Array<MissingReference> = []
  const absent = (kind: MissingReference["kind"], name: string, message: string): Evaluator => {
    missing.push({ kind, name, message })
    return {
      name: `${kind} '${name}'`,
      run: () => {
        throw new Error(message)
      },
    }
  }
  const code = (expression: Expression): Evaluator => {
    if ("code" in expression) {
      const bound = bindings.code.get(expression.code)
      if (bound === undefined) return absent("code", expression.code, `no code is registered under '${expression.code}'`)
      return { name: `code '${expression.code}'`, run: (vars, beside) => bound({ ...beside, vars }) }
    }
    const language = languages.find((candidate) => candidate.name === expression.language)
    if (language === undefined) {
      return absent("language", expression.language, `no expression language '${expression.language}' is registered`)
    }
    try {
      const compiled = language.compile(expression.text)
      return { name: `${expression.language} '${expression.text}'`, run: (vars, beside) => compiled({ ...beside, vars }) }
    } catch (cause) {
      return absent("expression", expression.text, `${expression.language} '${expression.text}': ${messageOf(cause)}`)
    }
  }
  let compensates = false
  return {
    definition,
    missing,
    compensation: () => {
      compensates = true
    },
    get compensates() {
      return compensates
    },
    code,
    value: (expression) => ("value" in expression ? constant(expression.value) : code(expression)),
    handler: (name) => {
      if (!bindings.handlers.has(name)) missing.push({ kind: "handler", name, message: `no handler is registered under '${name}'` })
    },
    codec: (name) => {
      const bound = bindings.codecs.get(name)
      if (bound === undefined) missing.push({ kind: "codec", name, message: `no codec is registered under '${name}'` })
      return bound
    },
  }
}

const constant = (value: Json): Evaluator => ({ name: `the value ${JSON.stringify(value)}`, run: () => value })

/** Runs code and gives its result, or the problem when it throws or returns a promise. */
export const evaluate = (evaluator: Evaluator, vars: JsonObject, element: string, beside: Beside): unknown => {
  try {
    const result = evaluator.run(vars, beside)
    if (isThenable(result)) {
      // Its failure must not reach the process as an unhandled one.
      result.then(ignore, ignore)
      return codeFailed(`'${element}': ${evaluator.name} returned a promise: make it synchronous, or do the work in a service task.`)
    }
    return result
  } catch (cause) {
    return codeFailed(`'${element}': ${evaluator.name} failed: ${messageOf(cause)}`, cause)
  }
}

/** The problem that code gave a value of the wrong kind. */
export const wrongKind = (evaluator: Evaluator, element: string, result: unknown, wanted: string): CodeProblem =>
  codeFailed(`'${element}': ${evaluator.name} gave ${describe(result)} instead of ${wanted}.`)

/** What code gave as a name, which every store can keep. */
export const nameFrom = (evaluator: Evaluator, element: string, raw: unknown, wanted: string): string | CodeProblem => {
  if (raw instanceof CodeProblem) return raw
  if (typeof raw !== "string") return wrongKind(evaluator, element, raw, wanted)
  const problem = nameProblem(raw)
  return problem === undefined ? raw : codeFailed(`'${element}': what ${evaluator.name} gave ${problem}`)
}

/** The same, where a number will do. */
export const keyFrom = (evaluator: Evaluator, element: string, raw: unknown, wanted: string): string | CodeProblem =>
  typeof raw === "number" && Number.isFinite(raw) ? String(raw) : nameFrom(evaluator, element, raw, wanted)

const describe = (result: unknown): string =>
  result === undefined
    ? "undefined"
    : typeof result === "string"
      ? `'${result}'`
      : typeof result === "function"
        ? "a function"
        : typeof result === "number"
          ? String(result)
          : messageOf(result)

const ignore = (): void => {}

const isThenable = (value: unknown): value is { then: (done: () => void, failed: () => void) => unknown } =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function"
