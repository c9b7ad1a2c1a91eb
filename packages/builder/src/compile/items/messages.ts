/** `receive` and `send`. */
import type { Code } from "@millrace/kernel"
import { Duration } from "effect"
import type { ReceiveItem, SendItem, Told } from "../../recipe/Item.ts"
import { isExpression } from "../../recipe/Parameter.ts"
import { noKey } from "../../recipe/told.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import type { Site } from "../Site.ts"
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

/** The key is made of the payload, so both ask for that. */
export const compileSend = (item: SendItem, site: Site): DraftFlow => {
  const { draft, place, from } = site
  const { name, payload: codec } = item.message
  const payload = item.payload ?? (() => undefined)
  const ttl = item.options.ttl === undefined ? undefined : lifetime(item, item.options.ttl, site)
  const id = draft.append(from, place.scope, {
    id: item.id,
    type: "SendTask",
    message: name,
    ...keyOf(item, payload, site),
    payload: draft.bindCode(place.scope, item.id, "payload", payload, (value) => codec.encode(value)),
    ...(ttl === undefined ? {} : { ttl: { value: ttl } }),
    ...activityFields(site, item.id, item.options),
  })
  return draft.flow(id)
}

/** The key that is told, else the one that the message has in its payload. */
const keyOf = (item: SendItem, payload: Told, { draft, place }: Site): { readonly key?: unknown } => {
  const { key: own } = item.message
  const { key = own === noKey ? undefined : isExpression(payload) ? undefined : (look: Parameters<Code>[0]) => own(payload(look)) } =
    item.options
  if (typeof key === "string" || typeof key === "number") return { key: { value: key } }
  if (key !== undefined) return { key: draft.bindCode(place.scope, item.id, "key", key) }
  if (own === noKey) return {}
  const message = `'${item.id}' sends a message that has a key, and its payload is a text: nothing can be read of it here.`
  draft.problem("InvalidValue", place.scope.idOf(item.id), message, "Give the option 'key', or write the payload as a function.")
  return {}
}

const lifetime = (item: SendItem, ttl: Duration.Input, { draft, place }: Site): string | undefined => {
  try {
    const millis = Duration.toMillis(Duration.fromInputUnsafe(ttl))
    if (Number.isFinite(millis) && millis >= 0) return `PT${millis / 1000}S`
  } catch {
    // Said below.
  }
  draft.problem(
    "InvalidDuration",
    place.scope.idOf(item.id),
    `the ttl of '${item.id}' is not a length of time: ${JSON.stringify(ttl)}.`,
    'Write it as "30 seconds", "2 days" or in milliseconds.',
  )
  return undefined
}
