/**
 * The inclusive gateway: takes all of its outgoing flows that apply. Where several flows lead to it, it waits for a token
 * on each of them that one can still come to.
 *
 * BPMN 2.0.2 §10.6.3, §13.4.3 (table 13.3).
 */
import { defineElement } from "../Element.ts"
import { checkSplit, splitFields } from "../Split.ts"
import { activate } from "../verbs/activate.ts"
import { leave } from "../verbs/complete.ts"
import { joinBegins } from "../verbs/joinBegins.ts"
import { canStillCome } from "../verbs/merge.ts"
import { settle } from "../verbs/settle.ts"

export const InclusiveGateway = defineElement({
  type: "InclusiveGateway",
  /** `choose` gives a list of names of flows. Without it all flows are taken whose condition holds. */
  fields: splitFields,
  prepare: (element, preparation) => {
    const choose = element.choose === undefined ? undefined : preparation.code(element.choose)
    return {
      shape: { begins: "token", splits: "some", joins: "some", conditions: true },
      default: element.default,
      arrive: (turn, scope, flow) => {
        const node = flow.to
        if (node.incoming.length === 1) return activate(turn, node, scope, flow)
        turn.emit({ type: "TokenArrived", element: node.id, flow: flow.id, scope: scope.id })
        if (scope.arrivals?.get(node.id)?.size === node.incoming.length) joinBegins(turn, node, scope)
        else settle(turn, scope)
      },
      merge: (turn, scope, node, last) => {
        const arrived = scope.arrivals?.get(node.id)
        if (arrived === undefined || (!last && canStillCome(turn, scope, node, arrived))) return undefined
        return () => joinBegins(turn, node, scope)
      },
      activate: (turn, it) => leave(turn, it, choose),
    }
  },
  check: checkSplit,
})
