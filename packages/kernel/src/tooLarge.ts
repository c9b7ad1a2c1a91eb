/**
 * The limit of a single value. It is counted in bytes of UTF-8, since it is the store that it protects.
 */
import { Unstorable } from "./Unstorable.ts"

/** What a value may have by default: 16 MB, in bytes of its JSON text. */
export const defaultValueLimit = 16 * 1024 * 1024

/** Why a JSON text is too large to be stored, if it has more bytes of UTF-8 than `limit`. */
export const tooLarge = (text: string, limit: number): Unstorable | undefined => {
  // A UTF-16 unit has at most three bytes: most texts need not be counted.
  if (text.length * 3 <= limit) return undefined
  const bytes = Buffer.byteLength(text)
  if (bytes <= limit) return undefined
  return new Unstorable(
    `it has ${bytes} bytes of JSON, and at most ${limit} are stored: keep it elsewhere and store where it is, or raise the option maxValueLength`,
    "ValueTooLarge",
  )
}
