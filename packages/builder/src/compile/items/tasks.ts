/** `task`, `manualTask`, `script` and `decide`: activities that are done at once. */
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { DecideItem, PlainItem, ScriptItem } from "../../recipe/Item.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import type { Site } from "../Site.ts"

export const compilePlain = (item: PlainItem, site: Site): DraftFlow | undefined => {
  site.draft.append(site.from, site.place.scope, { id: item.id, type: item.type, ...activityFields(site, item.id, item.options) })
  return attach(item, site)
}

/** A variable that is there keeps its scope and its codec; a new one is JSON. */
export const compileScript = (item: ScriptItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const assignments = item.values.map(([variable, told]) => {
    const codec = place.scope.codecOf(variable)
    const value = draft.bindCode(place.scope, item.id, `value:${variable}`, told, (raw) => (codec === undefined ? raw : codec.encode(raw)))
    return { variable, value }
  })
  draft.append(from, place.scope, { id: item.id, type: "ScriptTask", assignments, ...activityFields(site, item.id, item.options) })
  return attach(item, site)
}

export const compileDecide = (item: DecideItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const codec = item.options.schema === undefined ? undefined : jsonCodec(item.options.schema)
  place.scope.declare(item.id, codec?.plain === false ? codec : undefined)
  draft.append(from, place.scope, {
    id: item.id,
    type: "BusinessRuleTask",
    decision: draft.bindCode(place.scope, item.id, "decision", item.decision, (raw) => (codec === undefined ? raw : codec.encode(raw))),
    result: item.id,
    ...activityFields(site, item.id, item.options),
  })
  return attach(item, site)
}
