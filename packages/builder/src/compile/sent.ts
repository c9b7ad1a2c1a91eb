/**
 * Messages that are sent, as the graph has them: by a send task, or by an event.
 */
import type { Code } from "@millrace/kernel"
import { Duration } from "effect"
import type { SendItem, Told } from "../recipe/Item.ts"
import { isExpression } from "../recipe/Parameter.ts"
import { noKey } from "../recipe/told.ts"
import type { Site } from "./Site.ts"

type Sent = Pick<SendItem, "id" | "message" | "payload" | "options">

/** Name, key, payload and time to live. `at` tells several messages of one element apart. The key is made of the payload, so both ask for that. */
export const sentFields = (item: Sent, at: string, site: Site): { readonly [field: string]: unknown } => {
  const { draft, place } = site
  const { name, payload: codec } = item.message
  const payload = item.payload ?? (() => undefined)
  const ttl = item.options.ttl === undefined ? undefined : lifetime(item, item.options.ttl, site)
  return {
    message: name,
    ...keyOf(item, payload, at, site),
    payload: draft.bindCode(place.scope, item.id, `payload${at}`, payload, (value) => codec.encode(value)),
    ...(ttl === undefined ? {} : { ttl: { value: ttl } }),
  }
}

/** The key that is told, else the one that the message has in its payload. */
const keyOf = (item: Sent, payload: Told, at: string, { draft, place }: Site): { readonly key?: unknown } => {
  const { key: own } = item.message
  const { key = own === noKey ? undefined : isExpression(payload) ? undefined : (look: Parameters<Code>[0]) => own(payload(look)) } =
    item.options
  if (typeof key === "string" || typeof key === "number") return { key: { value: key } }
  if (key !== undefined) return { key: draft.bindCode(place.scope, item.id, `key${at}`, key) }
  if (own === noKey) return {}
  const message = `'${item.id}' sends a message that has a key, and its payload is a text: nothing can be read of it here.`
  draft.problem("InvalidValue", place.scope.idOf(item.id), message, "Give the option 'key', or write the payload as a function.")
  return {}
}

const lifetime = (item: Sent, ttl: Duration.Input, { draft, place }: Site): string | undefined => {
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
