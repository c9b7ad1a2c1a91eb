/**
 * Choosing flows: through which of its flows an element leaves, by their conditions or by an expression that names them.
 *
 * BPMN 2.0.2 §8.4.13 (conditional and default flows), §13.4.2, §13.4.3.
 */
import { CodeProblem } from "../CodeProblem.ts"
import type { FlowNode, Node } from "../CompiledProcess.ts"
import { type Evaluator, wrongKind } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { nodeOf, type Turn } from "../Turn.ts"
import { evaluateFor } from "./evaluateFor.ts"

/** The one flow that `choose` names, or else the first one whose condition holds, or else the default. */
export const flowThatApplies = (turn: Turn, it: ElementInstance, choose: Evaluator | undefined): FlowNode | CodeProblem => {
  const node = nodeOf(turn, it)
  if (choose !== undefined) {
    const name = evaluateFor(turn, it, choose)
    if (name instanceof CodeProblem) return name
    if (typeof name !== "string") return wrongKind(choose, it.element, name, "the name of a flow")
    return node.outgoing.find((flow) => flow.name === name) ?? node.otherwise ?? noFlow(node, chose(node, name))
  }
  for (const flow of node.outgoing) {
    if (flow === node.otherwise || flow.condition === undefined) continue
    const holds = holdsFor(turn, it, flow.condition)
    if (holds instanceof CodeProblem) return holds
    if (holds) return flow
  }
  return node.otherwise ?? noFlow(node, noneApplies(node))
}

/** All flows that `choose` names, or else all without a condition and all whose condition holds, or else the default. */
export const flowsThatApply = (turn: Turn, it: ElementInstance, choose?: Evaluator): ReadonlyArray<FlowNode> | CodeProblem => {
  const node = nodeOf(turn, it)
  if (node.outgoing.length === 0) return []
  const flows = choose === undefined ? flowsThatHold(turn, it, node) : flowsNamed(turn, it, node, choose)
  if (flows instanceof CodeProblem || flows.length > 0) return flows
  return node.otherwise === undefined ? noFlow(node, noneApplies(node)) : [node.otherwise]
}

const flowsThatHold = (turn: Turn, it: ElementInstance, node: Node): ReadonlyArray<FlowNode> | CodeProblem => {
  const flows: Array<FlowNode> = []
  for (const flow of node.outgoing) {
    if (flow === node.otherwise) continue
    const holds = flow.condition === undefined || holdsFor(turn, it, flow.condition)
    if (holds instanceof CodeProblem) return holds
    if (holds) flows.push(flow)
  }
  return flows
}

const flowsNamed = (turn: Turn, it: ElementInstance, node: Node, choose: Evaluator): ReadonlyArray<FlowNode> | CodeProblem => {
  const raw = evaluateFor(turn, it, choose)
  if (raw instanceof CodeProblem) return raw
  const list: ReadonlyArray<unknown> | undefined = Array.isArray(raw) ? raw : undefined
  if (list === undefined || !list.every((name) => typeof name === "string"))
    return wrongKind(choose, it.element, raw, "a list of names of flows")
  const names = new Set<string>(list)
  const flows = node.outgoing.filter(({ name }) => name !== undefined && names.delete(name))
  const [unknown] = names
  return unknown === undefined ? flows : noFlow(node, chose(node, unknown))
}

const holdsFor = (turn: Turn, it: ElementInstance, condition: Evaluator): boolean | CodeProblem => {
  const holds = evaluateFor(turn, it, condition)
  return typeof holds === "boolean" || holds instanceof CodeProblem ? holds : wrongKind(condition, it.element, holds, "true or false")
}

const noneApplies = (node: Node): string => `None of the flows of '${node.id}' applies (${flowsOf(node)})`
const chose = (node: Node, name: string): string => `'${node.id}' chose '${name}', and has the flows ${flowsOf(node)}`
const flowsOf = ({ outgoing }: Node): string => outgoing.map((flow) => `'${flow.name ?? flow.id}'`).join(", ")

const noFlow = (node: Node, what: string): CodeProblem => {
  const missing = node.otherwise === undefined ? ", and it has no default. Add one" : ". Name one of them"
  return new CodeProblem({ code: "NoFlowApplies", message: `${what}${missing}, or mend what it decides on, then retry the incident.` })
}
