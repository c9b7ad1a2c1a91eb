/**
 * Values that enter state. What state holds is always the parse of the JSON text that is committed,
 * never the object user code still has in its hands.
 *
 * A value of up to a kilobyte stands in its event. A larger one is a `StoredValue`: its text is a row of its
 * own, and events and snapshots carry a reference to it, so that neither is written again when other data changes.
 */

import { hostileInText } from "./hostileIn.ts"
import { deepFreeze, type Json } from "./Json.ts"
import { lossIn } from "./lossIn.ts"
import { tooLarge } from "./tooLarge.ts"
import { Unstorable } from "./Unstorable.ts"

/** Texts longer than this (in UTF-16 units) become rows of their own. */
export const inlineLimit = 1024

const referenceKey = "~value"

/** Whether a text may stand in its event: it is short, and nothing in it can be taken for a reference. */
export const isInline = (text: string): boolean => text.length <= inlineLimit && !text.includes(referenceText)

const referenceText = JSON.stringify(referenceKey)

/** A large value: parsed when it is first read; written to events and snapshots as `{"~value": id}`. */
export class StoredValue {
  readonly id: number
  #text: string | undefined
  #parsed: Json | undefined
  constructor(id: number, text: string) {
    this.id = id
    this.#text = text
  }
  /** The JSON text. */
  get text(): string {
    return this.#text ?? JSON.stringify(this.#parsed)
  }
  /** The parsed and frozen value. */
  read(): Json {
    if (this.#parsed === undefined) {
      this.#parsed = deepFreeze(JSON.parse(this.text) as Json)
      this.#text = undefined
    }
    return this.#parsed
  }
  toJSON(): Json {
    return { [referenceKey]: this.id }
  }
}

/** A value as events and state hold it. */
export type Value = Json | StoredValue

/** The value itself, whether it stands inline or in a row of its own. */
export const readValue = (value: Value): Json => (value instanceof StoredValue ? value.read() : value)

/** The reference that stands in parsed JSON for a `StoredValue`, if that is what `json` is. */
export const referenceOf = (json: unknown): number | undefined => {
  if (typeof json !== "object" || json === null || !(referenceKey in json)) return undefined
  const id = (json as Record<string, unknown>)[referenceKey]
  return typeof id === "number" && Object.keys(json).length === 1 ? id : undefined
}

/**
 * The JSON text of whatever user code returned; `undefined` is stored as `null`.
 * Refused with a reason: what JSON cannot express (cyclic objects, bigints, what throws when it is read), and what it
 * would silently drop or change, wherever it stands (`lossIn`), and keys that are attacks on prototypes (`hostileIn`),
 * and texts of more than `limit` bytes.
 */
export const encodeText = (raw: unknown, limit: number = Number.POSITIVE_INFINITY): string | Unstorable => {
  if (raw === undefined || raw === null) return "null"
  try {
    const text = JSON.stringify(raw)
    // What `toJSON` gave is looked at in the text: that is what would be stored.
    const loss = lossIn(raw) ?? (text === undefined ? undefined : hostileInText(text))
    if (loss !== undefined) return unstorable(loss)
    return text === undefined ? unstorable("the value has no JSON form") : (tooLarge(text, limit) ?? text)
  } catch (cause) {
    return unstorable(reasonOf(cause))
  }
}

const reasonOf = (cause: unknown): string => {
  if (cause instanceof RangeError && cause.message.includes("call stack")) return "it is nested too deeply"
  if (cause instanceof Error && typeof cause.message === "string") return cause.message.split("\n")[0] || cause.name
  return "it throws when it is turned into JSON"
}

const unstorable = (reason: string): Unstorable => new Unstorable(reason)
