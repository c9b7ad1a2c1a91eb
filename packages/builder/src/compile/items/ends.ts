/** `end`, `terminate`, `cancel`, `output` and `fail`: end events. */
import { Schema } from "effect"
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { AnySchema, EndItem, FailItem } from "../../recipe/Item.ts"
import { isExpression } from "../../recipe/Parameter.ts"
import type { Site } from "../Site.ts"
import { tellingFields } from "../telling.ts"

export const compileEnd = (item: EndItem, site: Site): undefined => {
  const { draft, place, from } = site
  const id = place.at === "" ? "end" : `${place.at}:end`
  draft.append(from, place.scope, {
    id,
    type: "EndEvent",
    ...(item.name === undefined ? {} : { name: item.name }),
    ...(item.output === undefined ? {} : { output: draft.bindCode(place.scope, id, "output", item.output) }),
    ...tellingFields(id, item.tell ?? [], site, ...(item.trigger === undefined ? [] : [{ type: item.trigger }])),
  })
}

export const compileFail = (item: FailItem, site: Site): undefined => {
  const { draft, place, from } = site
  const { error: given } = item
  const isTold = typeof given === "function" || isExpression(given)
  const error = isTold ? draft.bindCode(place.scope, item.id, "error", given) : { value: fixedError(given) }
  draft.append(from, place.scope, {
    id: item.id,
    type: "EndEvent",
    ...tellingFields(item.id, item.tell ?? [], site, { type: "error", error }),
  })
}

/** An error that is always the same, as it is stored. */
const fixedError = (error: { readonly _tag: string }): object => {
  const made: unknown = error.constructor
  const fields = Schema.isSchema(made) ? jsonCodec(made as AnySchema).encode(error) : { ...error }
  return { ...Object(fields), _tag: error._tag }
}
