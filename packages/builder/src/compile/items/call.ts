/** `call`: another process, whose end is waited for. */
import { codecsOf } from "../../codec/processCodecs.ts"
import type { CallItem } from "../../recipe/Item.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import type { Site } from "../Site.ts"

export const compileCall = (item: CallItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const { version, businessKey } = item.options
  const codecs = codecsOf(item.process)
  const write = item.input
  place.scope.declare(item.id, codecs?.output)
  draft.append(from, place.scope, {
    id: item.id,
    type: "CallActivity",
    process: { value: item.process.id },
    ...(version === undefined ? {} : { version }),
    input:
      write === undefined
        ? { value: {} }
        : draft.bindCode(place.scope, item.id, "input", write, (input) => (codecs === undefined ? input : codecs.input.encode(input))),
    result: item.id,
    ...(businessKey === undefined
      ? {}
      : {
          businessKey:
            typeof businessKey === "string" ? { value: businessKey } : draft.bindCode(place.scope, item.id, "businessKey", businessKey),
        }),
    ...activityFields(site, item.id, item.options),
  })
  return attach(item, site)
}
