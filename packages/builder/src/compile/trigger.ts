/**
 * Triggers, as the graph has them: what an event waits for, and the variable that takes what it brings.
 */
import type { Code, Codec, Json } from "@millrace/kernel"
import { jsonCodec } from "../codec/jsonCodec.ts"
import { tagOf } from "../codec/tagOf.ts"
import type { MessageSpec, TriggerSpec } from "../recipe/Item.ts"
import type { Draft } from "./Draft.ts"
import { due } from "./due.ts"
import type { Scope } from "./Scope.ts"

/** A codec that users need before they see what is stored; none where it is plain JSON. */
export const visible = (codec: Codec): Codec | undefined => ("plain" in codec && codec.plain === true ? undefined : codec)

/** A trigger, what reads its payload where users need that, and whether it brings anything. */
interface Prepared {
  readonly trigger: object
  readonly codec?: Codec | undefined
  /** Reads what it brings, plain JSON too. */
  readonly any?: Codec
  readonly brings: boolean
}

/** The fields `trigger` and `result` of an event; the variable, where there is one, is declared in the scope. */
export const eventFields = (
  draft: Draft,
  scope: Scope,
  element: string,
  spec: TriggerSpec,
  variable: string,
): { readonly trigger: object; readonly result?: string } => {
  const { trigger, codec, brings } = prepare(draft, scope, element, spec, "")
  if (!brings) return { trigger }
  declare(draft, scope, variable, codec)
  return { trigger, result: variable }
}

/** `at` tells several triggers of one element apart. */
const prepare = (draft: Draft, scope: Scope, element: string, spec: TriggerSpec, at: string): Prepared => {
  const brought = (trigger: object, any: Codec | undefined): Prepared =>
    any === undefined ? { trigger, brings: true } : { trigger, codec: visible(any), any, brings: true }
  switch (spec.type) {
    case "timer":
      return { trigger: { type: "timer", due: due(draft, scope, element, spec.due, `due${at}`) }, brings: false }
    case "message":
      return brought({ type: "message", ...messageFields(draft, scope, element, spec.message, at) }, spec.message.payload)
    case "signal": {
      const codec = draft.bindCodec(scope, element, `payload${at}`, spec.payload)
      return brought({ type: "signal", signal: spec.name, codec }, spec.payload)
    }
    case "condition":
      return {
        trigger: { type: "conditional", condition: draft.bindCode(scope, element, `condition${at}`, spec.holds) },
        brings: false,
      }
    case "error":
      if (spec.error === undefined) return brought({ type: "error" }, undefined)
      return brought({ type: "error", error: tagOf(spec.error) }, jsonCodec(spec.error))
    case "escalation":
      return brought({ type: "escalation", ...(spec.code === undefined ? {} : { escalation: spec.code }) }, spec.payload)
    case "cancel":
    case "compensation":
      return { trigger: { type: spec.type }, brings: false }
    case "several": {
      const all = spec.triggers.map((one) => withKey(one, element, spec.triggers))
      const triggers = all.map((one, index) => prepare(draft, scope, element, one, `${at}:${index}`))
      const trigger = { type: spec.all ? "parallelMultiple" : "multiple", triggers: triggers.map((one) => one.trigger) }
      if (spec.all) return { trigger, codec: codecOfAll(triggers), brings: true }
      return { trigger, codec: codecOfAny(triggers), brings: triggers.some(({ brings }) => brings) }
    }
  }
}

/** Of several that begin a process together, the one that came first says in the variable which others belong to it. */
const withKey = (one: TriggerSpec, variable: string, all: ReadonlyArray<TriggerSpec>): TriggerSpec => {
  if (one.type !== "message" || one.keyIn === undefined) return one
  const code: Code = ({ vars }) => {
    const came = Array.isArray(vars[variable]) ? (vars[variable] as ReadonlyArray<unknown>) : []
    for (const [index, other] of all.entries()) {
      const payload = came[index]
      if (other.type === "message" && other.keyIn !== undefined && payload !== undefined && payload !== null) return other.keyIn(payload)
    }
    return undefined
  }
  return { ...one, message: { ...one.message, key: { code } } }
}

/** Nobody knows which one came: the first that can read it does. Nothing where all of them bring plain JSON. */
const codecOfAny = (triggers: ReadonlyArray<Prepared>): Codec | undefined => {
  if (triggers.every(({ codec }) => codec === undefined)) return undefined
  const readers = triggers.flatMap(({ any }) => (any === undefined ? [] : [any]))
  return {
    encode: (value) => value as Json,
    decode: (json) => {
      for (const reader of readers) {
        try {
          return reader.decode(json)
        } catch {
          // The next one may.
        }
      }
      return json
    },
  }
}

/** Each by its own; what brings nothing is `undefined`. */
const codecOfAll = (triggers: ReadonlyArray<Prepared>): Codec => ({
  encode: (value) => value as Json,
  decode: (json) =>
    triggers.map(({ codec, brings }, index) => {
      const one = Array.isArray(json) ? (json as ReadonlyArray<Json>)[index] : undefined
      return brings && one !== undefined ? read(codec, one) : undefined
    }),
})

/** Before all have come, those that have not are `null`, which few codecs read. */
const read = (codec: Codec | undefined, one: Json): unknown => {
  try {
    return codec?.decode(one) ?? one
  } catch (cause) {
    if (one === null) return undefined
    throw cause
  }
}

/** The message that an element waits for, with its key and what checks its payload. */
export const messageFields = (draft: Draft, scope: Scope, element: string, { name, key, payload }: MessageSpec, at = ""): object => ({
  message: name,
  ...(key === undefined ? {} : { key: "code" in key ? draft.bindCode(scope, element, `key${at}`, key.code) : key }),
  codec: draft.bindCodec(scope, element, `payload${at}`, payload),
})

/** Notes how the variable of an event or a step is read. */
export const declare = (draft: Draft, scope: Scope, variable: string, codec: Codec | undefined): void => {
  if (scope.declare(variable, codec)) return
  draft.problem(
    "VariableSchemasDiffer",
    scope.idOf(variable),
    `branches set '${variable}' with different schemas.`,
    "Give it the same schema in each of them, or two names.",
  )
}
