/** `startOnMessage`, `startOnSignal` and `startOnTimer`: starts of a process beside its usual one. */
import type { Code } from "@millrace/kernel"
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { AnySchema, StartItem } from "../../recipe/Item.ts"
import type { DraftFlow, ElementFields } from "../Draft.ts"
import { merge, type Site } from "../Site.ts"
import { eventFields } from "../trigger.ts"

export const compileStart = (item: StartItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const event = eventFields(draft, place.scope, item.id, item.trigger, item.id)
  const start = draft.flow(
    draft.add(place.scope, item.task === true ? receiving(item, event) : { id: item.id, type: "StartEvent", ...event }),
  )
  // Whoever starts it by a condition gives the input.
  const ready = item.trigger.type === "condition" ? start : withInput(item.id, maker(item, event), start, site)
  return merge(site, draft.typeOf(from.from) === undefined ? [ready] : [from, ready], `${item.id}:merge`, "ExclusiveGateway")
}

type Event = ReturnType<typeof eventFields>

/** A receive task has the fields of its message itself. */
const receiving = (item: StartItem, { trigger, ...event }: Event): ElementFields => {
  const { type: _, ...message } = { type: "", ...trigger }
  return { id: item.id, type: "ReceiveTask", instantiate: true, ...message, ...event }
}

const maker =
  ({ id, input = (payload: unknown) => payload ?? {} }: StartItem, event: Event): Code =>
  ({ vars }) =>
    input("result" in event ? vars[id] : undefined)

/** The fields of the input are variables: those that `millrace.start` gives are here made of what came. */
export const withInput = (id: string, make: Code, start: DraftFlow, site: Site): DraftFlow => {
  const { draft, place } = site
  const schema = draft.process.input
  if (schema === undefined) return start
  const fields = fieldsOf(schema)
  if (fields === undefined) {
    draft.problem(
      "InputNotByField",
      place.scope.idOf(id),
      `'${id}' starts the process with an input whose schema has no fields.`,
      "Make the input a Schema.Struct.",
    )
    return start
  }
  const script = `${id}:input`
  const codec = jsonCodec(schema)
  const whole: Code = (look) => codec.encode(make(look))
  const assignments = fields.map((field) => ({
    variable: field,
    value: draft.bindCode(place.scope, script, field, whole, (input) => Object(input)[field] ?? null),
    declare: true,
  }))
  return draft.flow(draft.append(start, place.scope, { id: script, type: "ScriptTask", assignments }))
}

const fieldsOf = (schema: AnySchema): ReadonlyArray<string> | undefined =>
  "fields" in schema ? Object.keys(Object(schema.fields)) : undefined
