/**
 * The parts of a compiled model that have a value in an evaluation: inputs, decisions, business knowledge models, decision services.
 *
 * DMN 1.5 §6.3, §10.4.
 */
import type { FeelType, FeelValue } from "@millrace/feel-scanner"
import type { Run } from "./Run.ts"

/** A part of a model that others require. */
export interface Node {
  readonly kind: "input" | "decision" | "knowledge" | "service"
  readonly name: string
  readonly id: string | undefined
  /** The namespace of its model. */
  readonly namespace: string
  /** What is known of its value's type. */
  readonly type: () => FeelType
  /** Computes its value; `nodeValue` remembers it. */
  readonly compute: (run: Run) => FeelValue
}

/** The value of a node in an evaluation, computed once. */
export const nodeValue = (node: Node, run: Run): FeelValue => {
  const known = run.values.get(node)
  if (known !== undefined) return known
  if (run.active.has(node))
    return run.fail(describe(node), "RequirementCycle", `${node.name} requires itself: take one of the requirements away.`)
  run.active.add(node)
  const given = run.given(node)
  const value = given === undefined ? node.compute(run) : given
  run.active.delete(node)
  run.values.set(node, value)
  return value
}

const kinds = { input: "input", decision: "decision", knowledge: "knowledge model", service: "service" } as const

/** How messages call a node. */
export const describe = ({ kind, name }: Pick<Node, "kind" | "name">): string => `${kinds[kind]} '${name}'`
