/**
 * Messages and signals from outside, and lists of those that are kept and of who waits for them.
 */
import {
  type AnyMessageType,
  type AnySignalType,
  correlationOf,
  type Json,
  type MessageKey,
  type MessageType,
  type SignalType,
} from "@millrace/kernel"
import { type Duration, Effect } from "effect"
import type { Core } from "../Core.ts"
import { EngineError } from "../EngineError.ts"
import { expiryAt } from "../mail/expiryAt.ts"
import { messageOf } from "../messageOf.ts"
import { startedBy } from "../store/addressOf.ts"
import type { MessageRow } from "../store/Rows.ts"
import type { PageRequest } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"
import { outsideTransactions } from "../transactions/insideTransaction.ts"
import { allow, checkCursor, checkLimit, checkName, checkOptionalName, checkOptionalText, shown, takeOptions } from "./Argument.ts"
import { engineClosed, whileOpen } from "./ask.ts"
import { millisecondsOf } from "./millisecondsOf.ts"
import { payloadText } from "./payloadText.ts"
import { timeOrderedId } from "./timeOrderedId.ts"

export interface PublishOptions {
  /** The message's id: publishing it again does nothing. Without one, every call is another message. */
  readonly id?: string
  /** How long it is kept if nobody waits for it: `"2 hours"`, or milliseconds. The engine's `defaultMessageTtl` by default. */
  readonly ttl?: Duration.Input
}

/** The same for a message that is named by a text: its key is not known otherwise. */
export interface NamedPublishOptions extends PublishOptions {
  readonly key?: string | number
}

/** A message that is durable. */
export interface Published {
  readonly id: string
  /** It had been published before: nothing happened this time. */
  readonly duplicate: boolean
}

export interface Publish {
  /** Sends a message to the instance that waits for it, or keeps it for a while until one does; ends when it is durable. */
  <P, K extends MessageKey>(
    message: MessageType<P, K>,
    payload: NoInfer<P>,
    options?: PublishOptions,
  ): Effect.Effect<Published, EngineError | StoreError>
  (message: string, payload: unknown, options?: NamedPublishOptions): Effect.Effect<Published, EngineError | StoreError>
}

export interface Broadcast {
  /** Gives a signal to everybody who waits for it at this moment; says to how many. */
  <P>(signal: SignalType<P>, payload: NoInfer<P>): Effect.Effect<number, EngineError | StoreError>
  (signal: string, payload: unknown): Effect.Effect<number, EngineError | StoreError>
}

/** A message that is kept, since nobody waits for it. */
export interface KeptMessage {
  readonly id: string
  readonly name: string
  readonly key: string | undefined
  readonly payload: Json
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface MessageFilter extends PageRequestOptions {
  readonly name?: string
  readonly key?: string | number
}

export interface PageRequestOptions extends Omit<PageRequest, "limit"> {
  /** 100 by default. */
  readonly limit?: number
}

const messageOfRow = (row: MessageRow): KeptMessage => ({
  id: row.messageId,
  name: row.name,
  key: row.correlation ?? undefined,
  payload: JSON.parse(row.payload) as Json,
  createdAt: new Date(row.createdAt),
  expiresAt: new Date(row.expiresAt),
})

type Named = AnyMessageType | AnySignalType

const invalid = (message: string) => new EngineError({ code: "ArgumentInvalid", message })

/** The name and the codec of a message or signal, given as a value or by its name. */
const kindOf = (
  call: string,
  kind: "message" | "signal",
  given: Named | string,
): Effect.Effect<Partial<Named> & { name: string }, EngineError> => {
  if (typeof given === "string") return Effect.as(allow(checkName(`The name of a ${kind}`, given)), { name: given })
  return isKind(given, kind)
    ? Effect.as(allow(checkName(`The name of a ${kind}`, given.name)), given)
    : Effect.fail(invalid(`${call} takes what ${kind}(…) made, or a name, as its first argument.`))
}

/** What stands there may not let itself be looked at. */
const isKind = (given: Named, kind: "message" | "signal"): boolean => {
  try {
    return given?.["~kind"] === kind && typeof given.name === "string"
  } catch {
    return false
  }
}

const checkKey = (key: unknown): Effect.Effect<string | undefined, EngineError> => {
  if (key !== undefined && key !== null && typeof key !== "string" && typeof key !== "number")
    return Effect.fail(invalid(`The key of a message is a text or a number, not ${shown(key)}.`))
  if (typeof key === "number" && !Number.isFinite(key))
    return Effect.fail(invalid(`The key of a message is a text or a number, not ${key}.`))
  const correlation = correlationOf(key)
  return Effect.as(allow(checkOptionalName("The key of a message", correlation)), correlation)
}

const keyOf = (message: Named | string, payload: unknown, options: NamedPublishOptions): Effect.Effect<string | undefined, EngineError> => {
  if (typeof message === "string" || !("key" in message)) return checkKey(options.key)
  try {
    return checkKey((message.key as (payload: unknown) => unknown)(payload))
  } catch (cause) {
    return Effect.fail(
      new EngineError({
        code: "PayloadInvalid",
        message: `The key of the message '${message.name}' could not be read from its payload: ${messageOf(cause)}.`,
      }),
    )
  }
}

/** When a message that is published now expires. */
const expiryOf = (core: Core, ttl: Duration.Input | undefined, now: number): Effect.Effect<number, EngineError> => {
  if (ttl === undefined) return Effect.succeed(expiryAt(now, core.settings.defaultMessageTtl))
  const lasts = millisecondsOf(ttl)
  return lasts === undefined
    ? Effect.fail(
        invalid(`The 'ttl' of a message has to be a duration such as "2 hours", or a number of milliseconds; it is ${shown(ttl)}.`),
      )
    : Effect.succeed(expiryAt(now, lasts))
}

export const makeMessages = (core: Core) => {
  const publish = Effect.fn("Engine.publish")(function* (message: Named | string, payload: unknown, given: NamedPublishOptions = {}) {
    const options = yield* takeOptions("publish", given)
    yield* allow(checkOptionalName("The id of a message", options.id))
    const kind = yield* kindOf("publish", "message", message)
    const { maxValueLength } = core.settings
    const text = yield* payloadText(`The payload of the message '${kind.name}'`, payload, kind.payload, maxValueLength)
    const correlation = yield* keyOf(message, payload, options)
    const now = core.runtime.now()
    const id = options.id ?? timeOrderedId(now)
    const expiresAt = yield* expiryOf(core, options.ttl, now)
    const row = { name: kind.name, correlation: correlation ?? null, messageId: id, payload: text, createdAt: now, expiresAt }
    const kept = yield* whileOpen(core, core.mail.publish(row))
    // Nobody else has an id that was made here: a store that knows it did not say so when it was asked first.
    return { id, duplicate: options.id !== undefined && kept === "duplicate" } satisfies Published
  })
  const broadcast = Effect.fn("Engine.broadcast")(function* (signal: Named | string, payload: unknown) {
    const kind = yield* kindOf("broadcast", "signal", signal)
    const text = yield* payloadText(`The payload of the signal '${kind.name}'`, payload, kind.payload, core.settings.maxValueLength)
    const now = core.runtime.now()
    return yield* whileOpen(core, core.mail.broadcast({ name: kind.name, signalId: timeOrderedId(now), payload: text, createdAt: now }))
  })
  return {
    publish: outsideTransactions(publish) as Publish,
    broadcast: outsideTransactions(broadcast) as Broadcast,
    /** The id of the instance of `process` that a message of this id started, or will start. */
    startedBy: (process: string, message: string, id: string): string => `${process}:${startedBy(message, id)}`,
    messages: {
      /** Messages that nobody has been found for so far, the oldest first, a page at a time. */
      list: outsideTransactions(
        Effect.fn("Engine.messages.list")(function* (options: MessageFilter = {}) {
          const filter = yield* takeOptions("messages.list", options)
          yield* allow(checkLimit(filter.limit), checkCursor(filter.after, 1), checkOptionalText("The name of a list", filter.name))
          const correlation = yield* checkKey(filter.key)
          if (core.closed) return yield* engineClosed()
          const { key: _key, ...query } = filter
          const page = yield* core.store.messages.list({
            ...query,
            limit: filter.limit ?? 100,
            ...(correlation === undefined ? {} : { correlation }),
          })
          return { items: page.rows.map(messageOfRow), next: page.next }
        }),
      ),
    },
  }
}

export type Messages = ReturnType<typeof makeMessages>
