/**
 * Single steps: what `.step`, `.each`, `.several`, `.again` and `.asLongAs` add to the element of an activity. Code of the
 * activity sees variables that stand in no scope: its item, and what it is given. So it is compiled in a scope of its own
 * which has no element.
 */
import type { Code, Codec, Json } from "@millrace/kernel"
import { jsonCodec } from "../codec/jsonCodec.ts"
import type { ActivityItem, AnySchema, Told } from "../recipe/Item.ts"
import { isExpression } from "../recipe/Parameter.ts"
import type { MadeOf, Single } from "../recipe/Single.ts"
import { attach } from "./attach.ts"
import type { DraftFlow, Expression } from "./Draft.ts"
import { listCodec, multiInstanceOf } from "./multiInstance.ts"
import { Scope } from "./Scope.ts"
import type { Site } from "./Site.ts"

/** Compiles an activity with what is said of it beside what it does. */
export const compileSingle = (item: ActivityItem, single: Single, site: Site): DraftFlow | undefined => {
  const { draft, place } = site
  const { repeated, gives, outputs, spread } = single
  const own = new Scope(place.scope.path, place.scope)
  const inside: Site = { ...site, place: { ...place, scope: own } }
  if (repeated?.kind === "each" && repeated.schema !== undefined) own.declare(repeated.as, visible(repeated.schema))
  const inputs = inputsOf(item, single, inside)
  const { single: _, ...bare } = item
  const main = site.compileItem({ ...bare, attachments: [] }, inside.place, site.from)
  const id = place.scope.idOf(item.id)
  const value = own.variables.get(item.id)
  const once = repeated === undefined || repeated.kind === "loop"
  const isCall = item.kind === "call"
  const kept = once && gives !== undefined && !isCall ? [[item.id, gives] as const, ...(outputs ?? [])] : outputs
  const made = kept?.map(([name, from]) => output(item, name, from, value, once, inside))
  draft.complement(id, {
    ...(inputs.length === 0 ? {} : { inputs }),
    ...(made === undefined || made.length === 0 ? {} : { outputs: made }),
    ...(spread === undefined ? {} : { spread: spread === "process" || place.scope.path === undefined ? true : "scope" }),
    ...(gives !== undefined && once && isCall ? { output: callOutput(item, gives, value, inside) } : {}),
    ...repeatedFields(item, single, value, inside),
  })
  if (kept !== undefined || spread !== undefined) draft.leaveOut(id, "result")
  else if (main !== undefined) place.scope.declare(item.id, gives === undefined ? (once ? value : listCodec(value)) : undefined)
  for (const name of own.redacted.redacted ?? []) place.scope.redact(name)
  if (item.kind !== "added" && item.options.redacted === true) for (const [name] of kept ?? []) place.scope.redact(name)
  return attach(item, site, { main, inside: own })
}

const visible = (schema: AnySchema): Codec | undefined => {
  const codec = jsonCodec(schema)
  return codec.plain ? undefined : codec
}

/** What it is given. What is there already keeps its codec, what is new is JSON. */
const inputsOf = (item: ActivityItem, { inputs = [] }: Single, { draft, place }: Site): ReadonlyArray<object> =>
  inputs.map(([variable, told]) => {
    const codec = place.scope.codecOf(variable)
    const value = draft.bindCode(place.scope, item.id, `input:${variable}`, told, (raw) => (codec === undefined ? raw : codec.encode(raw)))
    return { variable, value }
  })

const output = (
  item: ActivityItem,
  variable: string,
  from: MadeOf | Told | undefined,
  value: Codec | undefined,
  once: boolean,
  inside: Site,
): object => {
  const { draft, place } = inside
  const around = place.scope.parent ?? place.scope
  const known = around.knows(variable) || (draft.process.input !== undefined && hasField(draft.process.input, variable))
  const codec = known ? around.codecOf(variable) : undefined
  if (!known) around.declare(variable, from === undefined ? value : undefined)
  return {
    variable,
    ...(from === undefined ? {} : { value: madeOf(item, variable, from, value, codec, inside) }),
    // At the top what is new becomes a variable of the process anyway; of many runs, none has it for itself.
    ...(known || !once || around.path === undefined ? {} : { declare: true }),
  }
}

/** Code sees what the activity gave as users know it, and the variables without its fields. */
const madeOf = (
  item: ActivityItem,
  variable: string,
  from: MadeOf | Told,
  value: Codec | undefined,
  codec: Codec | undefined,
  { draft, place }: Site,
): Expression => {
  const role = `output:${variable}`
  if (isExpression(from)) return draft.bindCode(place.scope, item.id, role, from)
  const code: Code = (look) => {
    const { value: given, vars } = look.gave ?? { value: null, vars: look.vars }
    return place.scope.code((seen) => from({ ...seen, value: read(value, given) }))({ ...look, vars })
  }
  return draft.bindCode(place.scope, item.id, role, code, (raw) => (codec === undefined ? raw : codec.encode(raw)))
}

const callOutput = (item: ActivityItem, gives: MadeOf, value: Codec | undefined, { draft, place }: Site): Expression =>
  draft.bindCode(place.scope, item.id, "output", (look) => gives({ ...look, value: read(value, look.vars.output ?? null) }))

const read = (codec: Codec | undefined, value: Json): unknown => (codec === undefined ? value : codec.decode(value))

const hasField = (schema: AnySchema, name: string): boolean => "fields" in schema && Object.hasOwn(Object(schema.fields), name)

const repeatedFields = (item: ActivityItem, { repeated, gives }: Single, value: Codec | undefined, inside: Site): object => {
  const { draft, place } = inside
  if (repeated === undefined) return {}
  if (repeated.kind !== "loop") {
    const { options } = repeated
    const of = repeated.kind === "several" ? { count: repeated.count } : repeated
    const many = multiInstanceOf({ id: item.id, of, options }, inside, gives === undefined ? value : undefined)
    // The variable of the step has what the run gave.
    const output = gives === undefined ? {} : { output: draft.bindCode(place.scope, item.id, "value", runValue(item.id, gives)) }
    return { multiInstance: { ...many, ...output } }
  }
  const { until, while: goesOn, before, max } = repeated
  const condition =
    goesOn !== undefined
      ? draft.bindCode(place.scope, item.id, "while", goesOn)
      : until === undefined || isExpression(until)
        ? undefined
        : draft.bindCode(place.scope, item.id, "while", until, (answer) => (typeof answer === "boolean" ? !answer : answer))
  if (isExpression(until)) {
    draft.problem(
      "InvalidValue",
      place.scope.idOf(item.id),
      `'${item.id}' ends by a text, which cannot be turned round.`,
      "Write the text as the option 'while': as long as it holds.",
    )
  }
  return {
    loop: { ...(condition === undefined ? {} : { condition }), ...(before ? { before } : {}), ...(max === undefined ? {} : { max }) },
  }
}

const runValue =
  (id: string, gives: MadeOf): Code =>
  (look) =>
    gives({ ...look, value: look.vars[id] ?? null })
