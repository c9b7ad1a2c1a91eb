/**
 * The exclusive gateway: takes one of its outgoing flows. Passes each token that arrives.
 *
 * BPMN 2.0.2 §10.6.2, §13.4.2.
 */
import { CodeProblem } from "../CodeProblem.ts"
import { defineElement } from "../Element.ts"
import { checkSplit, splitFields } from "../Split.ts"
import { nodeOf } from "../Turn.ts"
import { flowThatApplies } from "../verbs/chooseFlows.ts"
import { complete, completeThrough } from "../verbs/complete.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"

export const ExclusiveGateway = defineElement({
  type: "ExclusiveGateway",
  /** `choose` gives the name of a flow. Without it the first flow whose condition holds is taken. */
  fields: splitFields,
  prepare: (element, preparation) => {
    const choose = element.choose === undefined ? undefined : preparation.code(element.choose)
    return {
      shape: { begins: "token", splits: "one", joins: "each", conditions: true },
      default: element.default,
      activate: (turn, it) => {
        const { outgoing } = nodeOf(turn, it)
        const [first] = outgoing
        if (first === undefined) return complete(turn, it)
        if (outgoing.length === 1 && choose === undefined && first.condition === undefined) return completeThrough(turn, it, first)
        const flow = flowThatApplies(turn, it, choose)
        if (flow instanceof CodeProblem) raiseIncident(turn, it, flow.fault)
        else completeThrough(turn, it, flow)
      },
    }
  },
  check: checkSplit,
})
