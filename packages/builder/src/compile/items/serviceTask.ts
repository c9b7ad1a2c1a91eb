/** `serviceTask`: an element that runs a handler. */
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { ServiceTaskItem } from "../../recipe/Item.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import { jobFields } from "../jobFields.ts"
import type { Site } from "../Site.ts"

export const compileServiceTask = (item: ServiceTaskItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const codec = item.options.schema === undefined ? undefined : jsonCodec(item.options.schema)
  place.scope.declare(item.id, codec?.plain === false ? codec : undefined)
  draft.append(from, place.scope, {
    id: item.id,
    type: item.sends === true ? "SendTask" : "ServiceTask",
    handler: draft.bindHandler(place.scope, item.id, item.handler, codec),
    result: item.id,
    ...activityFields(site, item.id, item.options),
    ...jobFields(site, item.id, item.options),
  })
  return attach(item, site)
}
