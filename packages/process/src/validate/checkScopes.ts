/**
 * Check: scopes.
 */
import type { Check, Model } from "./Model.ts"
import { error, oneOf } from "./Model.ts"

/** Every scope is there and is one; flows stay inside theirs. */
export const checkScopes: Check = (model) => [...checkExistence(model), ...checkFlows(model)]

const checkExistence: Check = (model) => {
  const sound = new Set<string>()
  return [...model.elements.values()].flatMap(({ element: { id, scope } }) => {
    if (scope === undefined) return []
    const around = model.elements.get(scope)
    if (around === undefined)
      return [
        error("ScopeUnknown", id, `'${id}' stands in '${scope}', which is not there.`, "Add the sub-process, or leave the scope out."),
      ]
    if (around.prepared.shape.scope !== true) {
      return [
        error(
          "ScopeUnknown",
          id,
          `'${id}' stands in '${scope}', which is ${oneOf(around.element.type)} and no scope.`,
          "Name a sub-process.",
        ),
      ]
    }
    return isInItself(model, id, sound) ? [error("ScopeUnknown", id, `'${id}' stands in itself.`, "Name the sub-process around it.")] : []
  })
}

/** `sound` are elements that the process is known to be around. */
const isInItself = (model: Model, id: string, sound: Set<string>): boolean => {
  const passed = new Set<string>()
  for (let at: string | undefined = id; at !== undefined && !sound.has(at); at = model.elements.get(at)?.element.scope) {
    if (passed.has(at)) return at === id
    passed.add(at)
  }
  for (const one of passed) sound.add(one)
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
