/**
 * The port for encryption at rest: how a text is written into the store and read back.
 *
 * `aesGcm` is the one that is shipped; one that asks a key management service for its data keys fits in as well.
 */

/** Encrypts and decrypts texts. Both may answer at once or later; both may be called many times at once. */
export interface ValueCodec {
  /**
   * `place` names the row that the text stands in, the same when it is read: authenticated together with the text, it
   * keeps rows from being exchanged for each other.
   */
  readonly encrypt: (text: string, place: string) => string | Promise<string>
  /**
   * Throws a `StoreError`: `KeyMissing` where the key is not there, `StoreCorrupt` where the text is not what was written
   * at this place. Whatever else it throws is `StoreUnavailable`, and is tried again.
   */
  readonly decrypt: (text: string, place: string) => string | Promise<string>
}
