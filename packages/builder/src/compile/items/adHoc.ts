/** `adHoc`: steps that begin when somebody asks for them. */
import type { AdHocItem } from "../../recipe/Item.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import { valueCodec } from "../inner.ts"
import { Scope } from "../Scope.ts"
import type { Site } from "../Site.ts"

export const compileAdHoc = (item: AdHocItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const { saga, begin, ordering, busy, until, remaining } = item.options
  const path = draft.append(from, place.scope, {
    id: item.id,
    type: "AdHocSubProcess",
    result: item.id,
    ...(saga === true ? { saga } : {}),
    ...(ordering === undefined ? {} : { ordering }),
    ...(busy === undefined ? {} : { busy }),
    ...(remaining === undefined ? {} : { remaining }),
    ...activityFields(site, item.id, item.options),
  })
  const scope = new Scope(path, place.scope)
  const first = new Map(item.steps.map((step) => [step.name, beginStep(item, step, scope, site)]))
  draft.complement(path, {
    ...scope.redacted,
    ...(until === undefined ? {} : { completion: draft.bindCode(scope, "until", "condition", until) }),
    ...(begin === undefined
      ? {}
      : { activate: draft.bindCode(place.scope, item.id, "activate", begin, (names) => elementsOf(item.id, names, first)) }),
  })
  place.scope.declare(item.id, valueCodec(scope))
  return attach(item, site)
}

/** Compiles one flow; gives the id of the element that it begins with. */
const beginStep = (
  item: AdHocItem,
  { name, flow }: AdHocItem["steps"][number],
  scope: Scope,
  { draft, compile }: Site,
): string | undefined => {
  // Nothing leads here: the element that takes this flow is one that can be begun.
  const entry: DraftFlow = { from: name }
  compile(flow, { scope, at: name, labels: new Map() }, entry)
  if (entry.to === undefined) {
    const message = `'${name}' of '${item.id}' has no step.`
    draft.problem("UnreachableStep", scope.path, message, "Give the flow a step that somebody can begin, or take it out.")
  }
  return entry.to
}

/** Users name flows, the graph names elements. */
const elementsOf = (id: string, names: unknown, first: ReadonlyMap<string, string | undefined>): unknown => {
  if (!Array.isArray(names)) return names
  return names.map((name: unknown) => {
    const element = typeof name === "string" ? first.get(name) : undefined
    if (element !== undefined) return element
    const given = typeof name === "string" ? `'${name}'` : `a ${typeof name}`
    const flows = [...first.keys()].map((flow) => `'${flow}'`).join(", ")
    throw new Error(`'begin' of '${id}' gave ${given}, which is none of its flows: ${flows}`)
  })
}
