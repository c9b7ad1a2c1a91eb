/**
 * Check: scopes.
 */
import type { Check, Model } from "./Model.ts"
import { error } from "./Model.ts"

/** Every scope is there and is one; flows stay inside theirs. */
export const checkScopes: Check = (model) => [...checkExistence(model), ...checkFlows(model)]

const checkExistence: Check = (model) =>
  [...model.elements.values()].flatMap(({ element: { id, scope } }) => {
    if (scope === undefined) return []
    const around = model.elements.get(scope)
    if (around === undefined)
      return [
        error("ScopeUnknown", id, `'${id}' stands in '${scope}', which is not there.`, "Add the sub-process, or leave the scope out."),
      ]
    if (around.prepared.shape.scope !== true) {
      return [
        error("ScopeUnknown", id, `'${id}' stands in '${scope}', which is a ${around.element.type} and no scope.`, "Name a sub-process."),
      ]
    }
    return isInItself(model, id) ? [error("ScopeUnknown", id, `'${id}' stands in itself.`, "Name the sub-process around it.")] : []
  })

const isInItself = (model: Model, id: string): boolean => {
  const seen = new Set([id])
  for (let scope = model.elements.get(id)?.element.scope; scope !== undefined; scope = model.elements.get(scope)?.element.scope) {
    if (scope === id) return true
    if (seen.has(scope)) return false
    seen.add(scope)
  }
  return false
}

const checkFlows: Check = ({ flows, elements }) =>
  flows.flatMap(({ id, from, to }) => {
    const source = elements.get(from)
    const target = elements.get(to)
    if (source === undefined || target === undefined || source.element.scope === target.element.scope) return []
    return [
      error(
        "FlowCrossesScope",
        id,
        `The flow '${id}' from '${from}' to '${to}' leads over the border of a sub-process.`,
        "Let it end inside and another one begin outside.",
      ),
    ]
  })
