/** `forEach` and `times`: a sub-process for each of several items. */
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { MultipleItem } from "../../recipe/Item.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import { compileInner } from "../inner.ts"
import { listCodec, multiInstanceOf } from "../multiInstance.ts"
import { Scope } from "../Scope.ts"
import type { Site } from "../Site.ts"

export const compileMultiple = (item: MultipleItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const path = draft.append(from, place.scope, {
    id: item.id,
    type: "SubProcess",
    result: item.id,
    ...(item.options.saga === true ? { saga: true } : {}),
    ...activityFields(site, item.id, item.options),
  })
  const codec = "items" in item.of && item.of.schema !== undefined ? jsonCodec(item.of.schema) : undefined
  const { value } = compileInner(path, item.body, site, (scope) => {
    if ("items" in item.of && codec?.plain === false) scope.declare(item.of.as, codec)
    return {}
  })
  draft.complement(path, { multiInstance: multiInstanceOf(item, site, value) })
  place.scope.declare(item.id, listCodec(value))
  // What undoes one of them sees what that one gave, and its item.
  const own = new Scope(place.scope.path, place.scope)
  own.declare(item.id, value)
  if ("items" in item.of && codec?.plain === false) own.declare(item.of.as, codec)
  return attach(item, site, { main: draft.flow(path), inside: own })
}
