/**
 * Redaction: takes the values of redacted variables out of texts that are about to be stored, logged or shown.
 */

/** What stands in place of a value. */
export const redactedMark = "[redacted]"

/** Shorter texts and numbers stand in too many texts by chance, and tell little. */
const shortest = 4

/**
 * Gives the function that replaces every text and number in `values`, wherever it stands in a text: as it is, escaped as
 * in JSON, encoded for an address, and in base64. Looks into arrays and plain objects; anything can be among the values.
 */
export const scrubber = (values: Iterable<unknown>): ((text: string) => string) => {
  const leaves = new Set<string>()
  for (const value of values) collect(value, leaves, new Set())
  if (leaves.size === 0) return (text) => text
  let forms: ReadonlyArray<string> | undefined
  return (text) => {
    // Longer ones first: a part of another leaves nothing of it.
    forms ??= [...new Set([...leaves].flatMap(formsOf))].sort((a, b) => b.length - a.length)
    let scrubbed = text
    for (const form of forms) if (scrubbed.includes(form)) scrubbed = scrubbed.replaceAll(form, redactedMark)
    return withoutBegun(scrubbed, forms)
  }
}

const collect = (value: unknown, leaves: Set<string>, seen: Set<object>): void => {
  if (typeof value === "string") addText(value, leaves)
  else if (typeof value === "number" || typeof value === "bigint") addText(String(value), leaves)
  else if (typeof value === "object" && value !== null && !seen.has(value)) {
    seen.add(value)
    try {
      if (value instanceof Date) addText(value.toISOString(), leaves)
      for (const inner of value instanceof Map
        ? [...value.keys(), ...value.values()]
        : value instanceof Set
          ? value
          : Object.values(value)) {
        collect(inner, leaves, seen)
      }
    } catch {
      // What cannot be looked at is in no text either; what is nested too deeply is refused elsewhere.
    }
  }
}

const addText = (text: string, leaves: Set<string>): void => {
  if (text.replace("-", "").replace(".", "").length < shortest) return
  leaves.add(text)
  // Texts of several lines, such as keys, are cut by lines in stacks and when they are shown.
  if (text.includes("\n")) for (const line of text.split("\n")) if (line.trim().length >= shortest) leaves.add(line.trim())
}

const formsOf = (leaf: string): ReadonlyArray<string> => {
  const escaped = encodeURIComponent(leaf.toWellFormed())
  return [leaf, JSON.stringify(leaf).slice(1, -1), escaped, escaped.replaceAll("%20", "+"), ...[0, 1, 2].flatMap((at) => base64(leaf, at))]
}

/** What base64 makes of the text behind `at` other bytes (modulo 3), without the characters that depend on its neighbours. */
const base64 = (leaf: string, at: number): ReadonlyArray<string> => {
  const bytes = Buffer.concat([Buffer.alloc(at), Buffer.from(leaf)])
  return (["base64", "base64url"] as const).flatMap((encoding) => {
    const whole = bytes.toString(encoding).replace(/=+$/, "")
    const own = whole.slice(at === 0 ? 0 : at + 1, bytes.length % 3 === 0 ? undefined : -1)
    return own.length >= shortest ? [own] : []
  })
}

/** Long messages are cut, maybe in the middle of a value: what is left of it at the end goes too. */
const withoutBegun = (text: string, forms: ReadonlyArray<string>): string => {
  if (!text.endsWith("…")) return text
  const end = text.slice(0, -1)
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, end.length); length >= shortest; length--) {
      if (end.endsWith(form.slice(0, length))) return `${end.slice(0, -length)}${redactedMark}…`
    }
  }
  return text
}
