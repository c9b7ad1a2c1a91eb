/**
 * What runs for each of several items, or so many times: as the graph has it, and how the list of what they gave is read.
 */
import type { Code, Codec, Json } from "@millrace/kernel"
import { jsonCodec } from "../codec/jsonCodec.ts"
import type { MultipleItem } from "../recipe/Item.ts"
import { isExpression } from "../recipe/Parameter.ts"
import type { Site } from "./Site.ts"

/** The field `multiInstance`; `value` reads what one of them gave. */
export const multiInstanceOf = (item: Pick<MultipleItem, "id" | "of" | "options">, site: Site, value: Codec | undefined): object => {
  const { draft, place } = site
  const { sequential, concurrency, until, remaining } = item.options
  return {
    ...many(item, site),
    ...(sequential === true ? { sequential } : {}),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(until === undefined
      ? {}
      : {
          completion: draft.bindCode(place.scope, item.id, "until", isExpression(until) ? until : completion(until, value)),
          compact: true,
        }),
    ...(remaining === undefined ? {} : { remaining }),
  }
}

const many = ({ id, of }: Pick<MultipleItem, "id" | "of">, { draft, place }: Site): object => {
  if ("count" in of)
    return { count: typeof of.count === "number" ? { value: of.count } : draft.bindCode(place.scope, id, "count", of.count) }
  const codec = of.schema === undefined ? undefined : jsonCodec(of.schema)
  const written = (items: unknown): unknown => (codec !== undefined && Array.isArray(items) ? items.map((one) => codec.encode(one)) : items)
  return { items: draft.bindCode(place.scope, id, "items", of.items, written), item: of.as }
}

/** Asks after each item, with what the others gave as users see it. */
const completion =
  (until: Extract<MultipleItem["options"]["until"], (...given: never) => unknown>, value: Codec | undefined): Code =>
  ({ vars }) =>
    until({ vars, results: seen(vars.results ?? [], value), total: Number(vars.numberOfInstances) })

const seen = (results: Json, value: Codec | undefined): ReadonlyArray<unknown> => {
  const list: ReadonlyArray<Json> = Array.isArray(results) ? results : []
  return value === undefined ? list : list.map((one) => value.decode(one))
}

/** Reads the list of what the items gave; nothing where that is plain JSON. */
export const listCodec = (value: Codec | undefined): Codec | undefined =>
  value === undefined ? undefined : { encode: (list) => list as Json, decode: (list) => seen(list, value) }
