/**
 * Compiles boxed expressions (DMN 1.5 §10.2.2) to closures.
 */
import {
  Any,
  baseOf,
  contextOf,
  type FeelContext,
  FeelFunction,
  type FeelType,
  type FeelValue,
  functionOf,
  joined,
  kindOf,
  listOf,
  textOf,
} from "@millrace/feel-scanner"
import type {
  ConditionalExpression,
  ContextExpression,
  Expression,
  InvocationExpression,
  ListExpression,
  LiteralExpression,
  RelationExpression,
} from "../model/Expression.ts"
import { compileFunction } from "./compileFunction.ts"
import { compileFilter, compileIterator } from "./compileLoop.ts"
import { compileTable } from "./compileTable.ts"
import type { Compiled } from "./Run.ts"
import { failing, layerOn, put, type Scope, shortened, typed } from "./Scope.ts"

/** Compiles an expression; one that is missing is null, with a diagnostic. */
export const compileExpression = (scope: Scope, expression: Expression | undefined): Compiled => {
  if (expression === undefined) return { type: Any, evaluate: failing(scope.place, "NoLogic", "There is no expression here.") }
  // What a table declares is the type of its outputs, whatever the hit policy makes of them; what a function declares, it checks itself.
  if (expression.kind === "table") return compileTable(scope, expression)
  if (expression.kind === "function") return compileFunction(scope, expression)
  return typed(compileUntyped(scope, expression), scope.typeOf(expression.typeRef, expression), scope.place)
}

const compileUntyped = (scope: Scope, expression: Exclude<Expression, { readonly kind: "table" | "function" }>): Compiled => {
  switch (expression.kind) {
    case "literal":
      return compileLiteral(scope, expression)
    case "context":
      return compileContext(scope, expression)
    case "invocation":
      return compileInvocation(scope, expression)
    case "list":
      return compileList(scope, expression)
    case "relation":
      return compileRelation(scope, expression)
    case "conditional":
      return compileConditional(scope, expression)
    case "filter":
      return compileFilter(scope, expression)
    case "for":
    case "some":
    case "every":
      return compileIterator(scope, expression)
  }
}

const compileLiteral = (scope: Scope, expression: LiteralExpression): Compiled => {
  if (expression.language === undefined) return scope.text(expression.text, expression)
  const reason = `The expression is written in '${expression.language}', but only FEEL is understood: write it in FEEL.`
  scope.problem("UnknownLanguage", reason, expression)
  return { type: Any, evaluate: failing(scope.place, "UnknownLanguage", reason) }
}

const compileContext = (outer: Scope, expression: ContextExpression): Compiled => {
  let scope = outer
  const entries: Array<{ readonly name: string | undefined; readonly value: Compiled }> = []
  for (const entry of expression.entries) {
    // A function may call itself, so its name is known inside of it.
    const inside = entry.name === undefined || entry.value?.kind !== "function" ? scope : scope.with([[entry.name, functionOf(null, Any)]])
    const at = inside.at(entry.name === undefined ? "result" : `entry '${entry.name}'`)
    const value = typed(at.expression(entry.value), at.typeOf(entry.typeRef, entry), at.place)
    entries.push({ name: entry.name, value })
    if (entry.name === undefined) break
    scope = scope.with([[entry.name, value.type]])
  }
  const last = entries.at(-1)
  const names = new Map(entries.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value.type] as const])))
  return {
    type: last !== undefined && last.name === undefined ? last.value.type : contextOf(names),
    evaluate: (context, run) => {
      const layer = layerOn(context)
      const made: Record<string, FeelValue> = {}
      for (const { name, value } of entries) {
        const own = value.evaluate(layer, run)
        if (name === undefined) return own
        put(layer, name, own)
        put(made, name, own)
      }
      return made
    },
  }
}

const compileInvocation = (scope: Scope, { called, bindings }: InvocationExpression): Compiled => {
  const callee = scope.expression(called)
  const compiled = bindings.map((binding) => {
    const at = scope.at(`argument '${binding.parameter}'`)
    return typed(at.expression(binding.value), at.typeOf(binding.typeRef, binding), at.place)
  })
  const names = bindings.map(({ parameter }) => parameter)
  const calleeType = baseOf(callee.type)
  return {
    type: calleeType.kind === "function" ? calleeType.result : Any,
    evaluate: (context, run) => {
      const called = callee.evaluate(context, run)
      const values = compiled.map((argument) => argument.evaluate(context, run))
      if (!(called instanceof FeelFunction)) {
        return run.fail(scope.place, "NoFunction", `What is called is no function, but ${shortened(textOf(called))}.`)
      }
      const result = called.invoke({ values, names }, run.site)
      run.locate(scope.place)
      return result
    },
  }
}

const joinedTypes = (types: ReadonlyArray<FeelType>): FeelType => {
  const [first, ...others] = types
  return first === undefined ? Any : others.reduce(joined, first)
}

const compileList = (scope: Scope, { items }: ListExpression): Compiled => {
  const compiled = items.map((item, i) => scope.at(`item ${i + 1}`).expression(item))
  return {
    type: listOf(joinedTypes(compiled.map(({ type }) => type))),
    evaluate: (context, run) => compiled.map((item) => item.evaluate(context, run)),
  }
}

const compileRelation = (scope: Scope, { columns, rows }: RelationExpression): Compiled => {
  const types = columns.map((column) => scope.typeOf(column.typeRef, column))
  const compiled = rows.map((row, i) =>
    columns.map((column, k) => {
      const at = scope.at(`row ${i + 1}, column '${column.name}'`)
      return typed(at.expression(row[k]), types[k] ?? Any, at.place)
    }),
  )
  const entries = columns.map(({ name }, k) => [name, joinedTypes(compiled.map((row) => row[k]?.type ?? Any))] as const)
  return {
    type: listOf(contextOf(new Map(entries))),
    evaluate: (context, run) =>
      compiled.map((row) => {
        const made: Record<string, FeelValue> = {}
        for (const [k, { name }] of columns.entries()) put(made, name, row[k]?.evaluate(context, run) ?? null)
        return made
      }),
  }
}

const compileConditional = (scope: Scope, expression: ConditionalExpression): Compiled => {
  const condition = scope.at("if").expression(expression.condition)
  const yes = scope.at("then").expression(expression.consequence)
  const no = scope.at("else").expression(expression.alternative)
  return {
    type: joined(yes.type, no.type),
    evaluate: (context: FeelContext, run) => {
      const holds = condition.evaluate(context, run)
      if (holds !== null && typeof holds !== "boolean") {
        return run.fail(scope.place, "NoBoolean", `The condition is a ${kindOf(holds)}, neither true nor false.`)
      }
      return holds === true ? yes.evaluate(context, run) : no.evaluate(context, run)
    },
  }
}
