/**
 * The complex gateway: begins as soon as enough of its incoming flows have brought a token, and takes those of its outgoing
 * flows that apply. What still comes for it afterwards is taken in and leads to nothing; when nothing can come any more it
 * waits for the next time. Or it ends what would still come: then it waits for the next time at once.
 *
 * BPMN 2.0.2 §10.6.5, §13.4.5 (table 13.5).
 */
import { Schema } from "effect"
import { checkActivation } from "../checkActivation.ts"
import { defineElement } from "../Element.ts"
import { Expression, ValueExpression } from "../Graph.ts"
import { checkSplit, splitFields } from "../Split.ts"
import { type ElementInstance, isAtRest } from "../State.ts"
import { elementById, type Turn } from "../Turn.ts"
import { activate } from "../verbs/activate.ts"
import { prepareActivation } from "../verbs/activation.ts"
import { cancelRegion, goOnCancelling } from "../verbs/cancelRegion.ts"
import { leave } from "../verbs/complete.ts"
import { canStillCome } from "../verbs/merge.ts"
import { settle } from "../verbs/settle.ts"

export const ComplexGateway = defineElement({
  type: "ComplexGateway",
  fields: {
    /** Whether it begins: sees `arrived`, on how many flows a token waits, and `arrivals`, how many wait on each, by name or id. */
    activation: Schema.optionalKey(Expression),
    /** It begins when tokens wait on so many flows. */
    count: Schema.optionalKey(ValueExpression),
    /** Tokens that come a second time on a flow wait for the next time, and are not taken in. */
    blocking: Schema.optionalKey(Schema.Literal(true)),
    /** The ids of elements of its scope that end when it begins. */
    cancels: Schema.optionalKey(Schema.Array(Schema.String)),
    ...splitFields,
  },
  defaults: { cancels: [] },
  prepare: (element, preparation) => {
    const choose = element.choose === undefined ? undefined : preparation.code(element.choose)
    const region = element.cancels === undefined || element.cancels.length === 0 ? undefined : new Set(element.cancels)
    const tryToBegin = prepareActivation(element, preparation, region === undefined)
    const go = (turn: Turn, it: ElementInstance): void => {
      if (region === undefined || !cancelRegion(turn, it, region)) leave(turn, it, choose)
    }
    return {
      shape: { begins: "token", splits: "some", joins: "some", conditions: true },
      default: element.default,
      ...(region === undefined ? {} : { region: [...region] }),
      arrive: (turn, scope, flow) => {
        const node = flow.to
        if (node.incoming.length === 1) return activate(turn, node, scope, flow)
        const taken = scope.resets?.get(node.id)
        const late = taken !== undefined && !(element.blocking === true && taken.has(flow.id))
        turn.emit({ type: "TokenArrived", element: node.id, flow: flow.id, scope: scope.id, ...(late ? { late } : {}) })
        if (taken === undefined && tryToBegin(turn, scope, node)) return
        settle(turn, scope)
      },
      merge: (turn, scope, node, last) => {
        const taken = scope.resets?.get(node.id)
        // Of a scope that is about to end, nobody waits for the next time.
        if (taken === undefined || (isAtRest(scope) && scope.arrivals?.has(node.id) !== true)) return undefined
        if (!last && canStillCome(turn, scope, node, taken)) return undefined
        return () => {
          turn.emit({ type: "GatewayReset", element: node.id, scope: scope.id })
          if (!tryToBegin(turn, scope, node)) settle(turn, scope)
        }
      },
      activate: go,
      cancel: (turn, it) => {
        if (region === undefined || goOnCancelling(turn, it, region)) leave(turn, it, choose)
      },
      retry: (turn, it, { code }) => {
        // What it cancels it cancelled before it asked where to go.
        if (!it.undecided) return code === "CodeFailed" || code === "NoFlowApplies" ? leave(turn, it, choose) : go(turn, it)
        const scope = elementById(turn, it.parent)
        const node = turn.compiled.nodes.get(it.element)
        turn.emit({ type: "ElementTerminated", id: it.id })
        if (node === undefined || !tryToBegin(turn, scope, node)) settle(turn, scope)
      },
    }
  },
  check: (element, around) => [...checkActivation(element, around), ...checkSplit(element, around)],
})
