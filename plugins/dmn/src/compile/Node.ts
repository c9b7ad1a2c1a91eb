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
  /** The namespace of its model, and its name: `urn:loans#Risk`. */
  readonly qualified: string
  /** What is known of its value's type. */
  readonly type: () => FeelType
  /** Computes its value; `nodeValue` remembers it. */
  readonly compute: (run: Run) => FeelValue
}

/** The value of a node in an evaluation, computed once. */
export const nodeValue = (node: Node, run: Run): FeelValue => {
  const known = run.values.get(node)
  if (known === computing) {
    return run.fail(describe(node), "RequirementCycle", `${node.name} requires itself: take one of the requirements away.`)
  }
  if (known !== undefined) return known
  const given = run.given(node)
  if (given === undefined) run.values.set(node, computing)
  const value = given === undefined ? node.compute(run) : given
  run.values.set(node, value)
  return value
}

/** Stands for a value that is being computed: no expression ever sees it. */
const computing: FeelValue = Object.freeze({})

const kinds = { input: "input", decision: "decision", knowledge: "knowledge model", service: "service" } as const

/** How messages call a node. */
export const describe = ({ kind, name }: Pick<Node, "kind" | "name">): string => `${kinds[kind]} '${name}'`
