/**
 * Ids that sort by time (UUID version 7, RFC 9562): neighbours in time are neighbours in the index.
 */
import { randomFillSync } from "node:crypto"

const pool = new Uint8Array(16 * 256)
let used = pool.length
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))

/** `now` in milliseconds since the epoch. */
export const timeOrderedId = (now: number): string => {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const time = now.toString(16).padStart(12, "0")
  const byte = (index: number) => pool[used + index] ?? 0
  const two = (index: number) => `${hex[byte(index)]}${hex[byte(index + 1)]}`
  const id = `${time.slice(0, 8)}-${time.slice(8, 12)}-7${two(0).slice(1)}-${hex[(byte(2) & 0x3f) | 0x80]}${hex[byte(3)]}-${two(4)}${two(6)}${two(8)}`
  used += 16
  return id
}
