/**
 * Triggers, as the graph has them: what an event waits for, and the variable that takes what it brings.
 */
import type { Codec } from "@millrace/kernel"
import { jsonCodec } from "../codec/jsonCodec.ts"
import { tagOf } from "../codec/tagOf.ts"
import type { MessageSpec, TriggerSpec } from "../recipe/Item.ts"
import type { Draft } from "./Draft.ts"
import { due } from "./due.ts"
import type { Scope } from "./Scope.ts"

/** A codec that users need before they see what is stored; none where it is plain JSON. */
export const visible = (codec: Codec): Codec | undefined => ("plain" in codec && codec.plain === true ? undefined : codec)

/** The fields `trigger` and `result` of an event; the variable, where there is one, is declared in the scope. */
export const eventFields = (
  draft: Draft,
  scope: Scope,
  element: string,
  spec: TriggerSpec,
  variable: string,
): { readonly trigger: object; readonly result?: string } => {
  const carries = (codec: Codec | undefined): { readonly result: string } => {
    declare(draft, scope, variable, codec)
    return { result: variable }
  }
  switch (spec.type) {
    case "timer":
      return { trigger: { type: "timer", due: due(draft, scope, element, spec.due) } }
    case "message":
      return {
        trigger: { type: "message", ...messageFields(draft, scope, element, spec.message) },
        ...carries(visible(spec.message.payload)),
      }
    case "signal": {
      const codec = draft.bindCodec(scope, element, "payload", spec.payload)
      return { trigger: { type: "signal", signal: spec.name, codec }, ...carries(visible(spec.payload)) }
    }
    case "condition":
      return { trigger: { type: "conditional", condition: draft.bindCode(scope, element, "condition", spec.holds) } }
    case "error":
      return { trigger: { type: "error", error: tagOf(spec.error) }, ...carries(jsonCodec(spec.error)) }
    case "escalation":
      return { trigger: { type: "escalation", escalation: spec.code }, ...carries(visible(spec.payload)) }
    case "cancel":
      return { trigger: { type: "cancel" } }
  }
}

/** The message that an element waits for, with its key and what checks its payload. */
export const messageFields = (draft: Draft, scope: Scope, element: string, { name, key, payload }: MessageSpec): object => ({
  message: name,
  ...(key === undefined ? {} : { key: "code" in key ? draft.bindCode(scope, element, "key", key.code) : key }),
  codec: draft.bindCodec(scope, element, "payload", payload),
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
