/** `startOnMessage`, `startOnSignal` and `startOnTimer`: starts of a process beside its usual one. */
import type { Code } from "@millrace/kernel"
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { AnySchema, StartItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import { merge, type Site } from "../Site.ts"
import { eventFields } from "../trigger.ts"

export const compileStart = (item: StartItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const event = eventFields(draft, place.scope, item.id, item.trigger, item.id)
  const start = draft.flow(draft.add(place.scope, { id: item.id, type: "StartEvent", ...event }))
  return merge(site, [from, withInput(item, start, "result" in event, site)], `${item.id}:merge`, "ExclusiveGateway")
}

/** The fields of the input are variables: those that `millrace.start` gives are here made of what the event brought. */
const withInput = (item: StartItem, start: DraftFlow, carries: boolean, site: Site): DraftFlow => {
  const { draft, place } = site
  const schema = draft.process.input
  if (schema === undefined) return start
  const fields = fieldsOf(schema)
  if (fields === undefined) {
    draft.problem(
      "InputNotByField",
      place.scope.idOf(item.id),
      `'${item.id}' starts the process with an input whose schema has no fields.`,
      "Make the input a Schema.Struct.",
    )
    return start
  }
  const id = `${item.id}:input`
  const codec = jsonCodec(schema)
  const make = item.input ?? ((payload: unknown) => payload ?? {})
  const whole: Code = ({ vars }) => codec.encode(make(carries ? vars[item.id] : undefined))
  const assignments = fields.map((field) => ({
    variable: field,
    value: draft.bindCode(place.scope, id, field, whole, (input) => Object(input)[field] ?? null),
    declare: true,
  }))
  return draft.flow(draft.append(start, place.scope, { id, type: "ScriptTask", assignments }))
}

const fieldsOf = (schema: AnySchema): ReadonlyArray<string> | undefined =>
  "fields" in schema ? Object.keys(Object(schema.fields)) : undefined
