/**
 * Decision models ready for deciding: compiled once, evaluated as often as wanted.
 */
import {
  coerced,
  type Externals,
  FeelFunction,
  type FeelValue,
  type FromJson,
  fromJson,
  type Limits,
  textOf,
  textOfType,
} from "@millrace/feel-scanner"
import { compileModels } from "./compile/compileModels.ts"
import type { DecisionDiagnostic, ModelProblem } from "./compile/Diagnostic.ts"
import { describe, type Node, nodeValue } from "./compile/Node.ts"
import { Run } from "./compile/Run.ts"
import { shortened } from "./compile/Scope.ts"
import { type Explanation, Trace } from "./compile/Trace.ts"
import { DmnError } from "./DmnError.ts"
import { isFields, isModel, requireThat } from "./given.ts"
import type { DecisionModel } from "./model/DecisionModel.ts"

/** What models are compiled with. All of it may be left out. */
export interface DecisionsOptions {
  /** External functions that models may use; without it none. */
  readonly externals?: Externals
  /** How much an evaluation may do. */
  readonly limits?: Partial<Limits>
  /** The time that `now` and `today` tell, in milliseconds since 1970. */
  readonly clock?: () => number
  /** The zone of `now` and `today`; UTC where left out. */
  readonly zone?: string
}

/** How one evaluation is made. */
export interface DecideOptions {
  /** Values of decisions that are known already, by name: they are not made again. */
  readonly decisions?: Readonly<Record<string, unknown>>
  /** Tells which rules matched, and why the others did not. It takes longer. */
  readonly explain?: boolean
  /** The time that `now` and `today` tell, in milliseconds since 1970. */
  readonly now?: number
  /** The inputs are values of FEEL and stay what they are: texts do not become dates where the type says so. */
  readonly exact?: boolean
}

/** What an evaluation gives. */
export interface DecisionOutcome {
  /** The value, as FEEL has it; `toJson` makes JSON of it. */
  readonly value: FeelValue
  /** What went wrong; empty where nothing did. */
  readonly diagnostics: ReadonlyArray<DecisionDiagnostic>
  /** Where it was asked for. */
  readonly explanation?: Explanation
}

/** A decision, a decision service or a knowledge model, ready for deciding. */
export interface PreparedDecision {
  readonly name: string
  /** Decides. Inputs have the names of the model's, or `namespace#name`; those that are left out are null. Never throws. */
  readonly evaluate: (inputs?: Readonly<Record<string, unknown>>, options?: DecideOptions) => DecisionOutcome
}

/** Models ready for deciding. */
export interface Decisions {
  readonly models: ReadonlyArray<DecisionModel>
  /** What is wrong with parts of the models: they give null. */
  readonly problems: ReadonlyArray<ModelProblem>
  /** The names of the decisions and decision services. */
  readonly names: ReadonlyArray<string>
  /**
   * Finds a decision, a decision service or a knowledge model: by name, by id, or as `namespace#name` where several models have it. Throws a `DmnError` where
   * there is none.
   */
  readonly find: (decision: string) => PreparedDecision
  /** Finds it and decides. */
  readonly evaluate: (decision: string, inputs?: Readonly<Record<string, unknown>>, options?: DecideOptions) => DecisionOutcome
}

/** Compiles models; those that import others are given together with them. */
export const decisions = (models: ReadonlyArray<DecisionModel>, options: DecisionsOptions = {}): Decisions => {
  requireThat(Array.isArray(models) && models.every(isModel), "decisions", models, "a list of decision models, as readModel gives them")
  requireThat(isFields(options), "decisions", options, "options in braces as its second argument")
  const { nodes, problems } = compileModels(models, options.externals ?? (() => undefined))
  const offered = nodes.filter(({ kind }) => kind === "decision" || kind === "service")
  const findNode = finder([...offered, ...nodes.filter(({ kind }) => kind === "knowledge")])
  const find = (decision: string): PreparedDecision => {
    const root = findNode(decision)
    return { name: root.name, evaluate: (inputs = {}, how = {}) => decide(root, inputs, how, options) }
  }
  return {
    models,
    problems,
    names: offered.map(({ name }) => name),
    find,
    evaluate: (decision, inputs, how) => find(decision).evaluate(inputs, how),
  }
}

const decide = (
  root: Node,
  inputs: Readonly<Record<string, unknown>>,
  { decisions: known, explain = false, exact = false, now }: DecideOptions,
  { clock, zone, limits }: DecisionsOptions,
): DecisionOutcome => {
  const trace = explain ? new Trace() : null
  const given = (node: Node, run: Run): FeelValue | undefined => {
    const source = node.kind === "input" ? inputs : node.kind === "decision" && node !== root ? known : undefined
    if (source === undefined) return undefined
    if (Object.hasOwn(source, node.qualified)) return read(node, source[node.qualified], exact, run)
    return Object.hasOwn(source, node.name) ? read(node, source[node.name], exact, run) : undefined
  }
  const time = now === undefined ? clock : () => now
  const run = Run.start(
    {
      ...(time === undefined ? {} : { clock: time }),
      ...(zone === undefined ? {} : { zone }),
      ...(limits === undefined ? {} : { limits }),
    },
    given,
    trace,
  )
  const value = run.guarded(() => (root.kind === "decision" ? nodeValue(root, run) : call(root, inputs, exact, run)), describe(root))
  return { value, diagnostics: run.diagnostics, ...(trace === null ? {} : { explanation: { decisions: trace.decisions } }) }
}

/** A value of the caller's as one of the node's type; null and a diagnostic where it is none. */
const read = (node: Node, given: unknown, exact: boolean, run: Run): FeelValue => {
  const type = node.type()
  // What most inputs are, and need not be looked at any further.
  if (
    typeof given === type.kind &&
    (typeof given === "string" || typeof given === "boolean" || (typeof given === "number" && Number.isFinite(given)))
  ) {
    return given
  }
  if (exact) {
    const { value: own } = fromJson(given)
    const value = coerced(own, type, run.site)
    return value === undefined
      ? run.fail(describe(node), "WrongType", `Expected ${textOfType(type)}, but got ${shortened(textOf(own))}.`)
      : value
  }
  const { value, misfits }: FromJson = fromJson(given, type)
  for (const { path, reason } of misfits)
    run.fail(describe(node), "WrongType", path.length === 0 ? reason : `At ${path.join(".")}: ${reason}`)
  return misfits.length === 0 ? value : null
}

/** Calls a service or a knowledge model with the inputs of its parameters' names. */
const call = (node: Node, inputs: Readonly<Record<string, unknown>>, exact: boolean, run: Run): FeelValue => {
  const callee = nodeValue(node, run)
  if (!(callee instanceof FeelFunction)) return null
  const values = (callee.parameters ?? []).map(({ name, type }) => {
    const given = Object.hasOwn(inputs, name) ? inputs[name] : null
    return fromJson(given, ...(exact ? [] : [type])).value
  })
  const value = callee.invoke({ values, names: null }, run.site)
  run.locate(describe(node))
  return value
}

/** Finds decisions and services by what the caller calls them. */
const finder = (offered: ReadonlyArray<Node>): ((name: string) => Node) => {
  const found = new Map<string, ReadonlyArray<Node>>()
  const add = (name: string, node: Node): void => {
    found.set(name, [...(found.get(name) ?? []).filter((other) => other !== node), node])
  }
  for (const node of offered) {
    add(node.name, node)
    add(node.qualified, node)
    if (node.id !== undefined) add(node.id, node)
  }
  return (name) => {
    const [first, second] = found.get(name) ?? []
    if (first === undefined) {
      const names = offered.map((node) => `'${node.name}'`).join(", ")
      throw new DmnError(
        "DecisionUnknown",
        `No decision, service or knowledge model is called '${name}'. There are: ${names === "" ? "none" : shortened(names)}.`,
      )
    }
    if (second === undefined || first.kind !== second.kind) return first
    throw new DmnError("DecisionAmbiguous", `Several decisions are called '${name}': call it '${first.qualified}'.`)
  }
}
