/**
 * The parallel gateway: waits for a token on each incoming flow, then sends one along each outgoing flow. Tokens that
 * come a second time on a flow, in a loop, count for the next time.
 *
 * BPMN 2.0.2 §10.6.4, §13.4.1.
 */
import { defineElement } from "../Element.ts"
import { activate } from "../verbs/activate.ts"
import { complete } from "../verbs/complete.ts"
import { joinBegins } from "../verbs/joinBegins.ts"
import { settle } from "../verbs/settle.ts"

export const ParallelGateway = defineElement({
  type: "ParallelGateway",
  fields: {},
  prepare: () => ({
    shape: { begins: "token", splits: "all", joins: "all" },
    arrive: (turn, scope, flow) => {
      const node = flow.to
      if (node.incoming.length === 1) return activate(turn, node, scope, flow)
      turn.emit({ type: "TokenArrived", element: node.id, flow: flow.id, scope: scope.id })
      if (scope.arrivals?.get(node.id)?.size !== node.incoming.length) return settle(turn, scope)
      joinBegins(turn, node, scope)
    },
    activate: (turn, it) => complete(turn, it),
    retry: (turn, it) => complete(turn, it),
  }),
})
