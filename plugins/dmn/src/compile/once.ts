/**
 * Values that are computed when they are first asked for.
 */

/** Computes a value once. Where that asks for the value itself, `inCircle` says what it is meanwhile. */
export const once = <T>(compute: () => T, inCircle: () => T): (() => T) => {
  let known: { readonly value: T } | undefined
  let active = false
  return () => {
    if (known !== undefined) return known.value
    if (active) return inCircle()
    active = true
    const value = compute()
    active = false
    known = { value }
    return value
  }
}
