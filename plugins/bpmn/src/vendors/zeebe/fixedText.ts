/**
 * Texts that may be expressions, where the text has to be known before anything runs.
 */

/** The text itself, also where it is written as an expression that is one text: `="payment"`; undefined where it is computed. */
export const fixedText = (text: string): string | undefined => {
  const trimmed = text.trim()
  if (!trimmed.startsWith("=")) return trimmed
  const [, quoted] = /^=\s*("(?:[^"\\]|\\.)*")$/.exec(trimmed) ?? []
  if (quoted === undefined) return undefined
  try {
    const value: unknown = JSON.parse(quoted)
    return typeof value === "string" ? value : undefined
  } catch {
    return undefined
  }
}
