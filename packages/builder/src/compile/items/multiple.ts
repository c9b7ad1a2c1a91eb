/** `forEach` and `times`: a sub-process for each of several items. */
import type { Code, Codec, Json } from "@millrace/kernel"
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { MultipleItem } from "../../recipe/Item.ts"
import { isExpression } from "../../recipe/Parameter.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import { compileInner } from "../inner.ts"
import type { Site } from "../Site.ts"

export const compileMultiple = (item: MultipleItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const { saga, sequential, concurrency, until, remaining } = item.options
  const path = draft.append(from, place.scope, {
    id: item.id,
    type: "SubProcess",
    result: item.id,
    ...(saga === true ? { saga } : {}),
    ...activityFields(site, item.id, item.options),
  })
  const codec = "items" in item.of && item.of.schema !== undefined ? jsonCodec(item.of.schema) : undefined
  const { value } = compileInner(path, item.body, site, (scope) => {
    if ("items" in item.of && codec?.plain === false) scope.declare(item.of.as, codec)
    return {}
  })
  draft.complement(path, {
    multiInstance: {
      ...many(item, site, codec),
      ...(sequential === true ? { sequential } : {}),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(until === undefined
        ? {}
        : {
            completion: draft.bindCode(place.scope, item.id, "until", isExpression(until) ? until : completion(until, value)),
            compact: true,
          }),
      ...(remaining === undefined ? {} : { remaining }),
    },
  })
  place.scope.declare(item.id, listCodec(value))
  return attach(item, site)
}

const many = ({ id, of }: MultipleItem, { draft, place }: Site, codec: Codec | undefined): object => {
  const written = (items: unknown): unknown => (codec !== undefined && Array.isArray(items) ? items.map((one) => codec.encode(one)) : items)
  if ("items" in of) return { items: draft.bindCode(place.scope, id, "items", of.items, written), item: of.as }
  return { count: typeof of.count === "number" ? { value: of.count } : draft.bindCode(place.scope, id, "count", of.count) }
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
const listCodec = (value: Codec | undefined): Codec | undefined =>
  value === undefined ? undefined : { encode: (list) => list as Json, decode: (list) => seen(list, value) }
