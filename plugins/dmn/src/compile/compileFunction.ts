/**
 * Compiles function definitions (DMN 1.5 §10.2.2.9) and the logic of business knowledge models.
 */
import { Any, baseOf, type FeelContext, type FeelType, type FeelValue, feelFunction, functionOf, isContext } from "@millrace/feel-scanner"
import type { FunctionExpression } from "../model/Expression.ts"
import type { Compiled, Run } from "./Run.ts"
import { fitted, layerOn, put, type Scope, typed } from "./Scope.ts"

/** What is said about a function outside of its definition. */
interface FunctionFacts {
  /** What messages call it. */
  readonly name: string
  /** What its results have to be. */
  readonly result: FeelType
}

/** A function; its value keeps the scope that it was made in. */
export const compileFunction = (
  scope: Scope,
  expression: FunctionExpression,
  { name, result }: FunctionFacts = { name: "The function", result: Any },
): Compiled => {
  const parameters = expression.parameters.map((parameter) => ({ name: parameter.name, type: scope.typeOf(parameter.typeRef, parameter) }))
  const own = resultOf(scope.typeOf(expression.typeRef, expression))
  const declared = own.kind === "Any" ? result : own
  if (expression.language !== undefined) return compileExternal(scope, expression, name, parameters, declared)
  const inner = scope.with(parameters.map((parameter) => [parameter.name, parameter.type] as const))
  const body = typed(inner.expression(expression.body), declared, scope.place)
  const type = functionOf(
    parameters.map((parameter) => parameter.type),
    body.type,
  )
  return {
    type,
    evaluate: (context, run) =>
      feelFunction(
        name,
        parameters,
        (given, site) => {
          const layer = layerOn(context)
          for (const [i, parameter] of parameters.entries()) put(layer, parameter.name, given[i] ?? null)
          site.enter()
          const value = body.evaluate(layer, run)
          site.leave()
          return value
        },
        body.type,
      ),
  }
}

/** The type of the results, where what is declared for a function is its type, or only that of its results. */
export const resultOf = (type: FeelType): FeelType => {
  const base = baseOf(type)
  return base.kind === "function" ? base.result : type
}

/** A function of another language: FEEL itself asks for it, with the mapping that stands in the body. */
const compileExternal = (
  scope: Scope,
  { language, body }: FunctionExpression,
  name: string,
  parameters: ReadonlyArray<{ readonly name: string; readonly type: FeelType }>,
  declared: FeelType,
): Compiled => {
  const mapping = scope.expression(body)
  const { externals } = scope.model
  const type = functionOf(
    parameters.map((parameter) => parameter.type),
    declared,
  )
  const missing = (run: Run): null =>
    run.fail(scope.place, "ExternalFunction", `${name} is a function of ${language} that is not on the list of those allowed.`)
  const make = (context: FeelContext, run: Run): FeelValue => {
    const found = mapping.evaluate(context, run)
    const request = { mapping: { [(language ?? "").toLowerCase()]: found }, parameters: parameters.map((parameter) => parameter.name) }
    const external = isContext(found) ? externals(request) : undefined
    if (external === undefined) return missing(run)
    return feelFunction(name, parameters, (given, site) => {
      try {
        return fitted(run, external(given, site), declared, scope.place)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        return run.fail(scope.place, "ExternalFunction", `${name} failed: ${reason}`)
      }
    })
  }
  return { type, evaluate: make }
}
