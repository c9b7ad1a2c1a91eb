/**
 * Makes the nodes of a model: inputs, decisions, knowledge models and services (DMN 1.5 §6.3 and §10.4).
 */
import { Any, contextOf, type FeelType, type FeelValue, feelFunction, functionOf } from "@millrace/feel-scanner"
import type { Decision, DecisionService, InputData, KnowledgeModel } from "../model/DecisionModel.ts"
import { compileFunction, resultOf } from "./compileFunction.ts"
import { impliedInputs } from "./impliedInputs.ts"
import { describe, type Node, nodeValue } from "./Node.ts"
import { once } from "./once.ts"
import { addRequired, namesOf, type Requirement, requirementsOf, type Surroundings } from "./Requirement.ts"
import type { Compiled } from "./Run.ts"
import { fitted, put, Scope, typed } from "./Scope.ts"

type Part = { readonly name: string; readonly id?: string }

const nodeOf = (around: Surroundings, kind: Node["kind"], { name, id }: Part, rest: Pick<Node, "type" | "compute">): Node => ({
  kind,
  name,
  id,
  qualified: `${around.namespace}#${name}`,
  ...rest,
})

const placeOf = ({ scope }: Surroundings, kind: Node["kind"], { name }: Part): Scope =>
  new Scope(scope, describe({ kind, name }), new Map())

const nameOf = ({ path, node }: Requirement): string => [...path, node.name].join(".")

/** An input: what the caller gives, or null. */
export const inputNode = (around: Surroundings, input: InputData): Node => {
  const scope = placeOf(around, "input", input)
  const type = once(
    () => scope.typeOf(input.typeRef, input),
    () => Any,
  )
  return nodeOf(around, "input", input, { type, compute: () => null })
}

/** Required nodes, and the expression that sees them. */
interface Logic {
  readonly requirements: ReadonlyArray<Requirement>
  readonly compiled: Compiled
}

/** A decision. */
export const decisionNode = (around: Surroundings, decision: Decision): Node => {
  const scope = placeOf(around, "decision", decision)
  const circle: Logic = { requirements: [], compiled: { type: Any, evaluate: () => null } }
  const logic = once(
    (): Logic => {
      const implied = impliedInputs(decision).map((name): Requirement => ({ path: [], node: inputNode(around, { name }) }))
      const requirements = [
        ...implied,
        ...requirementsOf(around, [...decision.knows, ...decision.inputs, ...decision.decisions], scope, decision),
      ]
      const inner = scope.with(namesOf(requirements))
      return {
        requirements,
        compiled: typed(inner.expression(decision.logic), scope.typeOf(decision.typeRef, decision), scope.place),
      }
    },
    () => {
      scope.problem("RequirementCycle", "The decision requires itself: take one of the requirements away.", decision)
      return circle
    },
  )
  return nodeOf(around, "decision", decision, {
    type: () => logic().compiled.type,
    compute: (run) => {
      const { requirements, compiled } = logic()
      const context: Record<string, FeelValue> = {}
      addRequired(context, requirements, run)
      if (run.trace === null) return compiled.evaluate(context, run)
      const data = requirements.filter(({ node }) => node.kind === "input" || node.kind === "decision")
      const inputs = (): { readonly [name: string]: FeelValue } =>
        Object.fromEntries(data.map((one) => [nameOf(one), nodeValue(one.node, run)]))
      return run.trace.decision(decision.name, inputs, () => compiled.evaluate(context, run))
    },
  })
}

/** A business knowledge model: a function, which may call itself. */
export const knowledgeNode = (around: Surroundings, knowledge: KnowledgeModel): Node => {
  const scope = placeOf(around, "knowledge", knowledge)
  const declared = (): FeelType => {
    const parameters = (knowledge.logic?.parameters ?? []).map(({ typeRef }) => scope.typeOf(typeRef, knowledge))
    return functionOf(parameters, resultOf(scope.typeOf(knowledge.typeRef, knowledge)))
  }
  const logic = once(
    (): Logic => {
      const requirements = requirementsOf(around, knowledge.knows, scope, knowledge)
      const inner = scope.with([...namesOf(requirements), [knowledge.name, declared()]])
      if (knowledge.logic === undefined) return { requirements, compiled: inner.expression(undefined) }
      const result = resultOf(scope.typeOf(knowledge.typeRef, knowledge))
      return { requirements, compiled: compileFunction(inner, knowledge.logic, { name: knowledge.name, result }) }
      // Knowledge models may call each other in a circle: then only what is declared is known of them.
    },
    () => ({ requirements: [], compiled: { type: declared(), evaluate: () => null } }),
  )
  const node: Node = nodeOf(around, "knowledge", knowledge, {
    type: () => logic().compiled.type,
    compute: (run) => {
      const { requirements, compiled } = logic()
      const context: Record<string, FeelValue> = {}
      const value = compiled.evaluate(context, run)
      // It is known before those that it requires, which may require it.
      run.values.set(node, value)
      addRequired(context, requirements, run)
      put(context, knowledge.name, value)
      return value
    },
  })
  return node
}

/** A decision service: a function of its inputs, which decides in a part of the evaluation that knows nothing else. */
export const serviceNode = (around: Surroundings, service: DecisionService): Node => {
  const scope = placeOf(around, "service", service)
  const compiled = once(
    () => {
      const nodesOf = (references: ReadonlyArray<string>): ReadonlyArray<Node> =>
        requirementsOf(around, references, scope, service).map(({ node }) => node)
      const takes = nodesOf([...service.inputs, ...service.inputDecisions])
      const gives = nodesOf(service.outputs)
      const parameters = takes.map((node) => ({ name: node.name, type: node.type() }))
      const declared = resultOf(scope.typeOf(service.typeRef, service))
      const [only] = gives
      const known =
        gives.length === 1 && only !== undefined ? only.type() : contextOf(new Map(gives.map((node) => [node.name, node.type()])))
      return { takes, gives, parameters, declared, result: declared.kind === "Any" ? known : declared }
    },
    () => ({ takes: [], gives: [], parameters: [], declared: Any, result: Any }),
  )
  return nodeOf(around, "service", service, {
    type: () => {
      const { parameters, result } = compiled()
      return functionOf(
        parameters.map(({ type }) => type),
        result,
      )
    },
    compute: (run) => {
      const { takes, gives, parameters, declared, result } = compiled()
      const invoke = (given: ReadonlyArray<FeelValue>): FeelValue => {
        const inner = run.inner(new Map(takes.map((node, i) => [node, given[i] ?? null])))
        const values = gives.map((node) => [node.name, nodeValue(node, inner)] as const)
        const [only] = values
        if (values.length === 1 && only !== undefined) return fitted(run, only[1], declared, scope.place)
        const made: Record<string, FeelValue> = {}
        for (const [name, value] of values) put(made, name, value)
        return fitted(run, made, declared, scope.place)
      }
      return feelFunction(service.name, parameters, invoke, result)
    },
  })
}
