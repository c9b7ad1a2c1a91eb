/**
 * Messages, signals and escalations: what processes tell each other, as values that carry the types of their payloads.
 */
import type { EscalationType, Codec as JsonCodec, MessageKey, MessageType, SignalType } from "@millrace/kernel"
import { Schema } from "effect"
import type { Codec } from "effect/Schema"
import { jsonCodec } from "./codec/jsonCodec.ts"
import type { AnySchema } from "./recipe/Item.ts"
import { options as optionsOf, text } from "./recipe/Parameter.ts"
import { take } from "./recipe/parameters.ts"
import { noKey } from "./recipe/told.ts"

/**
 * A kind of message: it goes to one instance that waits for this name and key, and is kept for a while until there is one.
 *
 * ```ts
 * const PaymentReceived = message("payment.received", {
 *   payload: Schema.Struct({ orderId: Schema.String, cents: Schema.Number }),
 *   key: (payment) => payment.orderId,
 * })
 * ```
 */
export function message<P, K extends string | number>(
  name: string,
  options: { readonly payload: Codec<P, unknown>; readonly key: (payload: P) => K },
): MessageType<P, K>
/** A kind of message that is told apart by its name alone. */
export function message<P>(name: string, options: { readonly payload: Codec<P, unknown> }): MessageType<P, undefined>
/** A kind of message that says nothing but that it has come. */
export function message(name: string): MessageType<undefined, undefined>
// The types exist at compile time only: an overload is where they meet the codecs.
export function message(
  name: string,
  options: { readonly payload?: AnySchema; readonly key?: (payload: never) => MessageKey } = {},
): object {
  take("message", [text("its name"), optionsOf("payload", "key")], [name, options])
  return { "~kind": "message", name, key: options.key ?? noKey, payload: payloadCodec(name, options.payload) }
}

/**
 * A kind of signal: it reaches everybody who waits for it at that moment, and is then over.
 *
 * ```ts
 * const PricesChanged = signal("prices.changed", { payload: Schema.Struct({ list: Schema.String }) })
 * ```
 */
export function signal<P>(name: string, options: { readonly payload: Codec<P, unknown> }): SignalType<P>
/** A kind of signal that says nothing but that it was given. */
export function signal(name: string): SignalType<undefined>
export function signal(name: string, options: { readonly payload?: AnySchema } = {}): object {
  take("signal", [text("its name"), optionsOf("payload")], [name, options])
  return { "~kind": "signal", name, payload: payloadCodec(name, options.payload) }
}

/**
 * A kind of escalation: told to whoever is around a scope or has called a process; who told it goes on.
 *
 * ```ts
 * const NeedsHelp = escalation("needs-help", { payload: Schema.Struct({ question: Schema.String }) })
 * ```
 */
export function escalation<const Code extends string, P>(
  code: Code,
  payload: Codec<P, unknown> | { readonly payload: Codec<P, unknown> },
): EscalationType<Code, P>
/** A kind of escalation that says nothing but its code. */
export function escalation<const Code extends string>(code: Code): EscalationType<Code, undefined>
export function escalation(code: string, given: AnySchema | { readonly payload?: AnySchema } = {}): object {
  take("escalation", Schema.isSchema(given) ? [text("its code")] : [text("its code"), optionsOf("payload")], [code, given])
  const payload = Schema.isSchema(given) ? given : "payload" in given ? given.payload : undefined
  return { "~kind": "escalation", code, payload: payloadCodec(code, payload) }
}

const payloadCodec = (name: string, schema: AnySchema | undefined): JsonCodec =>
  schema === undefined ? noPayload(name) : jsonCodec(schema)

/** Reads nothing as `undefined`, and refuses anything else. Nothing has to be decoded for users to see it. */
const noPayload = (name: string): JsonCodec & { readonly plain: true } => {
  const refuse = (value: unknown): void => {
    if (value !== undefined && value !== null) throw new Error(`'${name}' has no payload: give it a schema where it is made.`)
  }
  return {
    plain: true,
    encode: (value) => {
      refuse(value)
      return null
    },
    decode: (json) => {
      refuse(json)
      return undefined
    },
  }
}
