/** `receive` and `send`. */
import type { ReceiveItem, SendItem } from "../../recipe/Item.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import type { Site } from "../Site.ts"
import { sentFields } from "../sent.ts"
import { declare, messageFields, visible } from "../trigger.ts"

export const compileReceive = (item: ReceiveItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  declare(draft, place.scope, item.id, visible(item.message.payload))
  draft.append(from, place.scope, {
    id: item.id,
    type: "ReceiveTask",
    ...messageFields(draft, place.scope, item.id, item.message),
    result: item.id,
    ...activityFields(site, item.id, item.options),
  })
  return attach(item, site)
}

export const compileSend = (item: SendItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  draft.append(from, place.scope, {
    id: item.id,
    type: "SendTask",
    ...sentFields(item, "", site),
    ...activityFields(site, item.id, item.options),
  })
  return attach(item, site)
}
