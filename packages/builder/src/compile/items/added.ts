/** `add`: an activity that a plugin or the user made. */
import { elements } from "@millrace/process"
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { AddedItem } from "../../recipe/Item.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import type { Site } from "../Site.ts"

export const compileAdded = (item: AddedItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const codec = item.schema === undefined ? undefined : jsonCodec(item.schema)
  place.scope.declare(item.id, codec?.plain === false ? codec : undefined)
  const fields = item.fields({
    code: (role, code) => draft.bindCode(place.scope, item.id, role, code),
    handler: (handler) => draft.bindHandler(place.scope, item.id, handler, codec),
  })
  const { result = "result" in fields ? undefined : item.id, ...own } = fields
  draft.append(from, place.scope, {
    ...lockOf(item, site),
    ...own,
    id: item.id,
    type: item.type,
    ...(result === undefined ? {} : { result }),
  })
  return attach(item, site)
}

/** The elements of the process package can be locked; those of plugins have the fields that the plugin gave them. */
const lockOf = (item: AddedItem, site: Site): object => (Object.hasOwn(elements, item.type) ? activityFields(site, item.id, {}) : {})
