/**
 * Compiles boxed filters and iterators (DMN 1.5 §10.2.2.11 and §10.2.2.12).
 */
import {
  Any,
  BooleanType,
  baseOf,
  compileOrThrow,
  FeelRange,
  type FeelType,
  type FeelValue,
  isContext,
  isList,
  kindOf,
  listOf,
  typeOfValue,
} from "@millrace/feel-scanner"
import type { Expression, FilterExpression, IteratorExpression } from "../model/Expression.ts"
import type { Compiled, Eval, Run } from "./Run.ts"
import { layerOn, put, Scope } from "./Scope.ts"

const itemOf = (type: FeelType): FeelType => {
  const base = baseOf(type)
  return base.kind === "list" || base.kind === "range" ? base.item : Any
}

/** The items of a list that match: the item is `item`, and where it is a context its entries have their own names. */
export const compileFilter = (scope: Scope, expression: FilterExpression): Compiled => {
  const source = scope.at("in").expression(expression.in)
  const at = scope.at("match")
  const type = itemOf(source.type)
  const matches = baseOf(type).kind === "Any" ? compileByShape(at, expression.match) : compileMatch(at, expression.match, type).evaluate

  return {
    type: listOf(type),
    evaluate: (context, run) => {
      const items = source.evaluate(context, run)
      if (!isList(items)) return run.fail(scope.place, "NoList", `What is filtered is no list, but a ${kindOf(items)}.`)
      const found: Array<FeelValue> = []
      for (const item of items) {
        run.site.charge(1)
        const layer = layerOn(context)
        if (isContext(item)) for (const [name, value] of Object.entries(item)) put(layer, name, value)
        // An entry of that name is what the name means, as in a filter that is text.
        if (!isContext(item) || !Object.hasOwn(item, "item")) put(layer, "item", item)
        const answer = matches(layer, run)
        if (answer !== null && typeof answer !== "boolean") {
          return run.fail(at.place, "NoBoolean", `What is asked of an item gives a ${kindOf(answer)}, neither true nor false.`)
        }
        if (answer === true) found.push(item)
      }
      return found
    },
  }
}

const compileMatch = (scope: Scope, match: Expression | undefined, item: FeelType): Compiled => {
  const base = baseOf(item)
  const entries = base.kind === "context" ? Array.from(base.entries) : []
  return scope.with([["item", item], ...entries]).expression(match)
}

/** How many shapes of items are remembered. */
const mostShapes = 50

/** Where nothing is known of the items, their entries are only known when they come: compiled once for each shape of them. */
const compileByShape = (outer: Scope, match: Expression | undefined): Eval => {
  // What is found wrong while a decision is made is told as a diagnostic, each time.
  const scope = new Scope({ ...outer.model, problems: [] }, outer.place, outer.names)
  const shapes = new Map<string, Compiled>()
  return (layer, run) => {
    const item = layer.item ?? null
    const shape = isContext(item) ? JSON.stringify(Object.keys(item)) : ""
    let compiled = shapes.get(shape)
    if (compiled === undefined) {
      compiled = compileMatch(scope, match, typeOfValue(item))
      if (shapes.size < mostShapes) shapes.set(shape, compiled)
    }
    return compiled.evaluate(layer, run)
  }
}

const rangeItems = compileOrThrow("for item in range return item", { names: { range: Any } })

/** The items that an iterator goes through: those of a list or a range, or the value itself; null where it is null. */
const itemsOf = (value: FeelValue, run: Run): ReadonlyArray<FeelValue> | null => {
  if (value === null) return null
  if (value instanceof FeelRange) {
    const items = rangeItems.within(run.site, { range: value })
    return isList(items) ? items : null
  }
  return isList(value) ? value : [value]
}

/** for, some, every. */
export const compileIterator = (scope: Scope, expression: IteratorExpression): Compiled => {
  const { kind, variable } = expression
  const source = scope.at("in").expression(expression.in)
  const item = baseOf(source.type).kind === "list" || baseOf(source.type).kind === "range" ? itemOf(source.type) : source.type
  const names: Array<readonly [string, FeelType]> = [[variable, item]]
  if (kind === "for") names.unshift(["partial", listOf(Any)])
  const at = scope.at(kind === "for" ? "return" : "satisfies")
  const body = at.with(names).expression(expression.body)
  const failed = (run: Run): null => run.fail(scope.place, "NoList", `What '${kind}' goes through is null, no list.`)
  if (kind === "for") {
    const looksBack = JSON.stringify(expression.body ?? null).includes("partial")
    return {
      type: listOf(body.type),
      evaluate: (context, run) => {
        const items = itemsOf(source.evaluate(context, run), run)
        if (items === null) return failed(run)
        const results: Array<FeelValue> = []
        for (const one of items) {
          run.site.charge(1)
          const layer = layerOn(context)
          if (looksBack) {
            // A copy: what is made of it must not change with it, nor hold itself.
            run.site.charge(results.length)
            put(layer, "partial", results.slice())
          }
          put(layer, variable, one)
          results.push(body.evaluate(layer, run))
        }
        return results
      },
    }
  }
  const decisive = kind === "some"
  return {
    type: BooleanType,
    evaluate: (context, run) => {
      const items = itemsOf(source.evaluate(context, run), run)
      if (items === null) return failed(run)
      let result: boolean | null = !decisive
      for (const one of items) {
        run.site.charge(1)
        const layer = layerOn(context)
        put(layer, variable, one)
        const answer = body.evaluate(layer, run)
        if (answer === decisive) return decisive
        if (typeof answer === "boolean") continue
        result = run.fail(at.place, "NoBoolean", `What is asked of an item gives a ${kindOf(answer)}, neither true nor false.`)
      }
      return result
    },
  }
}
