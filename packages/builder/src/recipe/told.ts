/**
 * Messages, signals and escalations as the methods of a chain are given them.
 */
import type { AnyEscalationType, AnySignalType, Codec } from "@millrace/kernel"
import type { MessageSpec, Told, TriggerSpec } from "./Item.ts"
import { isExpression } from "./Parameter.ts"
import { notTaken } from "./parameters.ts"

export interface AnyMessage {
  readonly name: string
  readonly payload: Codec
  readonly key: (payload: unknown) => unknown
}
export type AnySignal = Pick<AnySignalType, "name" | "payload">
export type AnyEscalation = Pick<AnyEscalationType, "code" | "payload">
/** What stands behind a message: its key first, where it has one. */
export type Rest = ReadonlyArray<unknown>

/** The key of messages that have none. */
export const noKey = (): undefined => undefined

/** The message with its key, and what stands behind that. Where a flow follows, a function alone is the flow. */
export const afterKey = <After extends ReadonlyArray<unknown>>(
  { name, payload, key }: AnyMessage,
  rest: Rest,
  followed: "by options" | "by a flow",
): readonly [MessageSpec, After] => {
  const [first, second] = rest
  const isCode = isExpression(first) || (typeof first === "function" && (followed === "by options" || typeof second === "function"))
  if (isCode) return [{ name, payload, key: { code: first as Told } }, rest.slice(1) as never]
  const hasKey = typeof first === "string" || typeof first === "number"
  if (!hasKey && key !== noKey) throw keyMissing(name)
  if (first === undefined && rest.length > 0) return [{ name, payload }, rest.slice(1) as never]
  if (hasKey) return [{ name, payload, key: { value: first } }, rest.slice(1) as never]
  return [{ name, payload }, rest as never]
}

/** Who waits without a key would never get a message that has one. */
const keyMissing = (name: string): Error =>
  notTaken(name, `whoever waits for the message '${name}' has to give its key: write it behind the message, as ({ vars }) => vars.id.`)

export const messageTrigger = (message: MessageSpec): TriggerSpec & { readonly type: "message" } => ({ type: "message", message })
export const signalTrigger = ({ name, payload }: AnySignal): TriggerSpec => ({ type: "signal", name, payload })
