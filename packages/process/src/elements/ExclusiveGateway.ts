/**
 * The exclusive gateway: takes one of its outgoing flows. Passes each token that arrives.
 *
 * BPMN 2.0.2 §10.6.2, §13.4.2.
 */
import type { Fault } from "@millrace/kernel"
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import type { FlowNode } from "../CompiledProcess.ts"
import { defineElement, type ElementProblem } from "../Element.ts"
import { Expression } from "../Graph.ts"
import { type Evaluator, wrongKind } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { nodeOf, type Turn } from "../Turn.ts"
import { complete, completeThrough } from "../verbs/complete.ts"
import { evaluateFor } from "../verbs/evaluateFor.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"

export const ExclusiveGateway = defineElement({
  type: "ExclusiveGateway",
  fields: {
    /** The id of the flow that is taken when no other applies. */
    default: Schema.optionalKey(Schema.String),
    /** Gives the `name` of an outgoing flow. Without it the first flow whose condition holds is taken. */
    choose: Schema.optionalKey(Expression),
  },
  prepare: (element, preparation) => {
    const choose = element.choose === undefined ? undefined : preparation.code(element.choose)
    return {
      shape: { begins: "token", splits: "one", joins: "each", conditions: true },
      activate: (turn, it) => {
        const { outgoing } = nodeOf(turn, it)
        const [first] = outgoing
        if (first === undefined) return complete(turn, it)
        if (outgoing.length === 1 && choose === undefined && first.condition === undefined) return completeThrough(turn, it, first)
        const otherwise = outgoing.find((flow) => flow.id === element.default)
        const name = choose === undefined ? undefined : chosenName(turn, it, choose)
        if (name instanceof CodeProblem) return raiseIncident(turn, it, name.fault)
        const chosen = name === undefined ? firstThatHolds(turn, it, outgoing, otherwise) : outgoing.find((flow) => flow.name === name)
        if (chosen instanceof CodeProblem) return raiseIncident(turn, it, chosen.fault)
        const flow = chosen ?? otherwise
        if (flow === undefined) raiseIncident(turn, it, noFlow(it, outgoing, name))
        else completeThrough(turn, it, flow)
      },
    }
  },
  check: (element, { outgoing }): ReadonlyArray<ElementProblem> => {
    const problems: Array<ElementProblem> = []
    if (element.default !== undefined && !outgoing.some((flow) => flow.id === element.default)) {
      problems.push({
        code: "DefaultFlowUnknown",
        severity: "error",
        message: `The default flow '${element.default}' of '${element.id}' does not leave it.`,
        hint: "Name one of its outgoing flows.",
      })
    }
    if (element.choose !== undefined) {
      for (const flow of outgoing) {
        if (flow.name !== undefined || flow.id === element.default) continue
        problems.push({
          code: "FlowWithoutName",
          severity: "error",
          message: `'${element.id}' chooses by name, and its flow '${flow.id}' has none.`,
          hint: "Name the flow as `choose` gives it, or make it the default.",
        })
      }
    } else if (outgoing.length > 1) {
      for (const flow of outgoing) {
        if (flow.conditional || flow.id === element.default) continue
        problems.push({
          code: "FlowWithoutCondition",
          severity: "error",
          message: `The flow '${flow.id}' of '${element.id}' has no condition and is not its default.`,
          hint: "Give the flow a condition, or make it the default.",
        })
      }
      if (element.default === undefined) {
        problems.push({
          code: "DefaultFlowMissing",
          severity: "warning",
          message: `'${element.id}' has no default flow: when no condition holds, the instance stops there with an incident.`,
          hint: "Make one flow the default.",
        })
      }
    }
    return problems
  },
})

const firstThatHolds = (
  turn: Turn,
  it: ElementInstance,
  outgoing: ReadonlyArray<FlowNode>,
  otherwise: FlowNode | undefined,
): FlowNode | undefined | CodeProblem => {
  for (const flow of outgoing) {
    if (flow === otherwise || flow.condition === undefined) continue
    const holds = evaluateFor(turn, it, flow.condition)
    if (holds instanceof CodeProblem) return holds
    if (typeof holds !== "boolean") return wrongKind(flow.condition, it.element, holds, "true or false")
    if (holds) return flow
  }
  return undefined
}

const chosenName = (turn: Turn, it: ElementInstance, choose: Evaluator): string | CodeProblem => {
  const name = evaluateFor(turn, it, choose)
  return name instanceof CodeProblem || typeof name === "string" ? name : wrongKind(choose, it.element, name, "the name of a flow")
}

const noFlow = (it: ElementInstance, outgoing: ReadonlyArray<FlowNode>, name: string | undefined): Fault => {
  const flows = outgoing.map((flow) => `'${flow.name ?? flow.id}'`).join(", ")
  const what =
    name === undefined
      ? `None of the flows of '${it.element}' applies (${flows})`
      : `'${it.element}' chose '${name}', and has the flows ${flows}`
  return { code: "NoFlowApplies", message: `${what}, and it has no default. Add one, or mend what it decides on, then retry the incident.` }
}
