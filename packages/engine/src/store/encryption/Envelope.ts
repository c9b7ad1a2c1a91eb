/**
 * How an encrypted text stands in the store: a mark that no JSON text begins with, the ids of large values that the text
 * refers to, which the store has to find when it loads an instance, and what the codec made of the text.
 */
import { Effect } from "effect"
import { referencesIn } from "../referencedValues.ts"
import { StoreError } from "../StoreError.ts"
import type { ValueCodec } from "./ValueCodec.ts"

const mark = "~encrypted"

/** Whether a text was encrypted, and has to be decrypted before anybody can read it. */
export const isSealed = (text: string): boolean => text.startsWith(`${mark}[`)

/** Encrypts and decrypts the texts of rows. What was written before there was encryption is read as it is. */
export interface Envelope {
  /** `refers` where the text may refer to large values. */
  readonly seal: (text: string, place: string, refers?: "refers") => Promise<string>
  readonly sealOrNull: (text: string | null, place: string) => Promise<string | null>
  readonly open: (text: string, place: string) => Promise<string>
  readonly openOrNull: (text: string | null, place: string) => Promise<string | null>
}

export const makeEnvelope = (codec: ValueCodec): Envelope => {
  const seal: Envelope["seal"] = async (text, place, refers) => {
    const references = refers === undefined ? [] : referencesIn(text).map((id) => `{"~value":${id}}`)
    return `${mark}[${references.join(",")}]${await codec.encrypt(text, place)}`
  }
  const open: Envelope["open"] = async (text, place) => {
    if (!isSealed(text)) return text
    return codec.decrypt(text.slice(text.indexOf("]") + 1), place)
  }
  return {
    seal,
    sealOrNull: async (text, place) => (text === null ? null : seal(text, place)),
    open,
    openOrNull: async (text, place) => (text === null ? null : open(text, place)),
  }
}

/** Runs what a codec does as an Effect; what it throws is a `StoreError`. */
export const withCodec = <A>(work: () => Promise<A>): Effect.Effect<A, StoreError> =>
  Effect.tryPromise({
    try: work,
    catch: (cause) =>
      cause instanceof StoreError
        ? cause
        : new StoreError({
            code: "StoreUnavailable",
            message: "The codec of the encryption failed: see the cause. It is tried again.",
            cause,
          }),
  })
