/**
 * AES-256-GCM by Web Crypto: a random nonce for each text, the id of the key in front of it.
 */
import type { webcrypto } from "node:crypto"
import { EngineError } from "../../EngineError.ts"
import { StoreError } from "../StoreError.ts"
import type { ValueCodec } from "./ValueCodec.ts"

/** 32 bytes, as they are or in base64, or a key of Web Crypto that may encrypt and decrypt by AES-GCM. */
export type AesKey = Uint8Array | string | WebCryptoKey

/** A `CryptoKey` of Web Crypto, named here so that these types ask for no others. */
export interface WebCryptoKey {
  readonly type: string
  readonly extractable: boolean
  readonly algorithm: { readonly name: string }
}

export interface AesGcmOptions {
  /** All keys that texts in the store were written with, by their ids. */
  readonly keys: Readonly<Record<string, AesKey>>
  /** The id of the key that is used from now on. */
  readonly current: string
}

const nonceLength = 12

/**
 * Encrypts with the current key and decrypts with the key that a text was written with.
 *
 * ```ts
 * const encryption = aesGcm({ keys: { "2026-01": process.env.MILLRACE_KEY }, current: "2026-01" })
 * ```
 */
export const aesGcm = (options: AesGcmOptions): ValueCodec => {
  const { keys, current } = Object(options) as Partial<AesGcmOptions>
  if (typeof keys !== "object" || keys === null || typeof current !== "string")
    throw invalid('it takes keys by their ids, and the id of the one to write with: aesGcm({ keys: { first: key }, current: "first" })')
  const imported = new Map(Object.entries(keys).map(([id, key]) => [checkId(id), importKey(id, key)]))
  const writing = imported.get(current)
  if (writing === undefined)
    throw invalid(`the current key '${current}' is not among the keys: ${[...imported.keys()].join(", ") || "none"}`)
  return {
    encrypt: async (text, place) => {
      const nonce = crypto.getRandomValues(new Uint8Array(nonceLength))
      const sealed = await crypto.subtle.encrypt(parameters(nonce, place), await writing(), Buffer.from(text))
      return `${current}:${Buffer.concat([nonce, new Uint8Array(sealed)]).toString("base64")}`
    },
    decrypt: async (text, place) => {
      const colon = text.indexOf(":")
      const id = text.slice(0, Math.max(0, colon))
      const reading = imported.get(id)
      if (colon < 1 || reading === undefined) {
        if (colon < 1 || !keyId.test(id)) throw corrupt(place)
        throw new StoreError({
          code: "KeyMissing",
          message: `A text in the store (${place}) is encrypted with the key '${id}', which was not given: add it to the keys of the encryption. Nothing is lost meanwhile.`,
        })
      }
      const bytes = Buffer.from(text.slice(colon + 1), "base64")
      const key = await reading()
      try {
        const open = await crypto.subtle.decrypt(parameters(bytes.subarray(0, nonceLength), place), key, bytes.subarray(nonceLength))
        return Buffer.from(open).toString()
      } catch {
        throw corrupt(place)
      }
    },
  }
}

const parameters = (iv: Uint8Array<ArrayBuffer>, place: string) => ({ name: "AES-GCM", iv, additionalData: Buffer.from(place) })

const keyId = /^[\w.-]{1,64}$/

const checkId = (id: string): string => {
  if (keyId.test(id)) return id
  throw invalid(`'${id.slice(0, 64)}' cannot be the id of a key: take at most 64 letters, digits, dots, dashes and underscores`)
}

/** Imports the key when it is first needed. What is wrong with it is said at once, without showing anything of it. */
const importKey = (id: string, key: AesKey): (() => Promise<webcrypto.CryptoKey>) => {
  if (key instanceof CryptoKey) return () => Promise.resolve(key)
  const bytes = typeof key === "string" ? Buffer.from(key, "base64") : key
  if (!(bytes instanceof Uint8Array) || bytes.length !== 32) throw invalid(`the key '${id}' is not of 32 bytes, as they are or in base64`)
  // A copy: what is done to the bytes later changes nothing.
  const raw = new Uint8Array(bytes)
  let imported: Promise<webcrypto.CryptoKey> | undefined
  return () => {
    imported ??= crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])
    return imported
  }
}

const invalid = (reason: string): EngineError =>
  new EngineError({ code: "ConfigurationInvalid", message: `The option 'encryption': ${reason}.` })

const corrupt = (place: string): StoreError =>
  new StoreError({
    code: "StoreCorrupt",
    message: `A text in the store (${place}) cannot be decrypted: it was changed, moved from another row, or written with another key of this id. Restore it from a backup.`,
  })
