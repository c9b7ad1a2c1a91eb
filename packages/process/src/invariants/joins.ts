/**
 * Scopes in which tokens wait are noted. Join arrivals never exceed the incoming flows of one activation: a join at which
 * tokens wait lacks at least one of its flows, else it would have begun.
 *
 * BPMN 2.0.2 §13.4.1.
 */
import { isInVoid } from "../State.ts"
import { type Invariant, nameOf } from "./Invariant.ts"

export const joins: Invariant = function* (compiled, state) {
  for (const scope of state.elements.values()) {
    const wait = scope.arrivals !== undefined || scope.resets !== undefined
    if (state.merging.has(scope.id) !== wait) yield `${nameOf(scope)} is ${wait ? "not " : ""}noted as one where tokens wait.`
    if (scope.arrivals === undefined || scope.ending !== undefined || isInVoid(state, scope)) continue
    for (const [element, flows] of scope.arrivals) {
      const node = compiled.nodes.get(element)
      const what = `In ${nameOf(scope)}, tokens wait at '${element}'`
      if (node === undefined || (node.scope ?? compiled.root).id !== scope.element) yield `${what}, which is not an element of that scope.`
      else if (node.element.shape.joins === "each" && node.element.shape.takes === undefined)
        yield `${what}, which does not wait for several.`
      else {
        for (const [flow, count] of flows) {
          if (!node.incoming.some(({ id }) => id === flow)) yield `${what} from the flow '${flow}', which does not lead there.`
          if (count < 1) yield `${what} from the flow '${flow}': ${count} of them.`
        }
        if (node.element.shape.joins === "all" && flows.size >= node.incoming.length)
          yield `${what} from all of its ${node.incoming.length} flows, and it has not begun.`
      }
    }
  }
}
