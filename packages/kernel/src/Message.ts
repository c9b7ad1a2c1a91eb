/**
 * Messages, signals and escalations as values that a process and its callers share: a name, the codec of the payload,
 * and their types. A message goes to one who waits for its name and key; a signal to everybody who waits for its name.
 */
import type { Codec } from "./Bindings.ts"

/** What a message finds its receiver by; `undefined` for messages that have no key. */
export type MessageKey = string | number | undefined

/** A kind of message: made by the builder's `message()`. */
export interface MessageType<in out P, in out K extends MessageKey> {
  readonly "~kind": "message"
  readonly name: string
  /** The key of a payload: a message goes to one who waits for this key. */
  readonly key: (payload: P) => K
  /** Checks payloads and turns them into JSON; its `encode` takes a `P`, its `decode` gives one. */
  readonly payload: Codec
  /** Phantom: carries the type. */
  readonly "~payload"?: P
}

/** A kind of signal: made by the builder's `signal()`. */
export interface SignalType<in out P> {
  readonly "~kind": "signal"
  readonly name: string
  /** Checks payloads and turns them into JSON. */
  readonly payload: Codec
  /** Phantom: carries the type. */
  readonly "~payload"?: P
  readonly "~takes"?: (payload: P) => void
}

/** A kind of escalation: made by the builder's `escalation()`. */
export interface EscalationType<in out Code extends string, in out P> {
  readonly "~kind": "escalation"
  readonly code: Code
  /** Checks payloads and turns them into JSON. */
  readonly payload: Codec
  /** Phantom: carries the types. */
  readonly "~payload"?: P
  readonly "~takes"?: (code: Code, payload: P) => void
}

/** Any kind of message, whatever its types. */
export type AnyMessageType = Pick<MessageType<never, MessageKey>, "~kind" | "name" | "payload">
export type AnySignalType = Pick<SignalType<never>, "~kind" | "name" | "payload">
export type AnyEscalationType = Pick<EscalationType<string, never>, "~kind" | "code" | "payload">

/** A key as it is compared and stored: keys that print alike are equal. Undefined for messages that have none. */
export const correlationOf = (key: unknown): string | undefined => (key === undefined || key === null ? undefined : String(key))
