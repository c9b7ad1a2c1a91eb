/** `subProcess` and `transaction`: a scope of its own, with a start and an end. */
import type { SubProcessItem } from "../../recipe/Item.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import { compileInner } from "../inner.ts"
import type { Site } from "../Site.ts"

export const compileSubProcess = (item: SubProcessItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const path = draft.append(from, place.scope, {
    id: item.id,
    type: item.transaction ? "Transaction" : "SubProcess",
    result: item.id,
    ...(item.saga ? { saga: true } : {}),
    ...activityFields(site, item.id, item.options),
  })
  const { value } = compileInner(path, item.body, site)
  place.scope.declare(item.id, value)
  return attach(item, site)
}
