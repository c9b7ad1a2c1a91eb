/**
 * The large values that an instance has in the store already: one with the same text is that one, and is not written
 * again. So a document that a step hands on, that is copied to another variable or comes back in a form costs nothing.
 */
import type { StoredValue } from "@millrace/kernel"

/** More than these are forgotten, the oldest first. */
const most = 64

export class ValuePool {
  /** Nothing is kept alive by it: what state no longer holds is gone from memory. */
  readonly #known = new Map<string, WeakRef<StoredValue>>()
  #length = 0

  /** Characters of all values so far: at most as many are in memory. */
  get length(): number {
    return this.#length
  }

  /** The value is in the store, or in the commit that is next. */
  add(value: StoredValue): void {
    const print = fingerprint(value.text)
    this.#length += value.text.length
    this.#known.delete(print)
    this.#known.set(print, new WeakRef(value))
    if (this.#known.size <= most) return
    for (const [oldest] of this.#known) {
      this.#known.delete(oldest)
      return
    }
  }

  /** The value that has this text, if it is known. */
  find(text: string): StoredValue | undefined {
    if (this.#known.size === 0) return undefined
    const value = this.#known.get(fingerprint(text))?.deref()
    return value !== undefined && value.text === text ? value : undefined
  }
}

/** Tells most texts apart without reading them. */
const fingerprint = (text: string): string => {
  const middle = text.length >>> 1
  return `${text.length} ${text.slice(0, 32)} ${text.slice(middle, middle + 32)} ${text.slice(-32)}`
}
