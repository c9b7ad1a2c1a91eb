/**
 * An activity that begins with several tokens: they wait for each other, whichever flows they come on.
 *
 * BPMN 2.0.2 table 10.3 (startQuantity).
 */
import type { FlowNode } from "../CompiledProcess.ts"
import type { ElementInstance } from "../State.ts"
import { elementById, nextId, type Turn } from "../Turn.ts"
import { begin } from "../verbs/activate.ts"
import { settle } from "../verbs/settle.ts"

/** Lets a token wait until there are so many, and begins the activity with them. */
export const collectTokens =
  (tokens: number) =>
  (turn: Turn, scope: ElementInstance, { id: flow, to }: FlowNode): void => {
    turn.emit({ type: "TokenArrived", element: to.id, flow, scope: scope.id })
    let waiting = 0
    for (const count of scope.arrivals?.get(to.id)?.values() ?? []) waiting += count
    if (waiting < tokens) {
      settle(turn, scope)
      return
    }
    const id = nextId(turn)
    const body = to.wrapper === undefined ? {} : { body: true as const }
    turn.emit({ type: "ElementActivated", id, element: to.id, scope: scope.id, tokens, ...body })
    begin(turn, elementById(turn, id))
  }
