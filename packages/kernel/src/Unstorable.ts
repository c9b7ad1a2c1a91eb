/**
 * What cannot be stored, and why. A class, so that data of users which look the same are not taken for it.
 */

/** Why a value cannot be stored. */
export class Unstorable {
  readonly _tag = "Unstorable"
  readonly reason: string
  /** Where there is a code of its own for it. */
  readonly code: "ValueTooLarge" | undefined
  constructor(reason: string, code?: "ValueTooLarge") {
    this.reason = reason
    this.code = code
  }
}
