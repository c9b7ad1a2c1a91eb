/**
 * Ranges from texts such as "[1..10)": their ends are literals, as the function `range` takes them (DMN 1.5 §10.3.4.1).
 */
import { FeelSyntaxError } from "../syntax/FeelSyntaxError.ts"
import { type Token, tokensOf } from "../syntax/Token.ts"
import { compare } from "../values/compare.ts"
import { FeelDate } from "../values/FeelDate.ts"
import { FeelDateTime } from "../values/FeelDateTime.ts"
import { negate, numberOf } from "../values/FeelNumber.ts"
import { FeelRange } from "../values/FeelRange.ts"
import { FeelTime } from "../values/FeelTime.ts"
import type { FeelValue } from "../values/FeelValue.ts"
import { kindOf } from "../values/FeelValue.ts"
import { durationOf, temporalOf } from "../values/temporalOf.ts"

const makers: ReadonlyMap<string, (text: string) => FeelValue> = new Map<string, (text: string) => FeelValue>([
  ["date", FeelDate.parse],
  ["time", FeelTime.parse],
  ["date and time", FeelDateTime.parse],
  ["duration", durationOf],
])

/** The range, or null where the text is none. */
export const parseRange = (text: string): FeelRange | null => {
  try {
    return rangeOfTokens(tokensOf(text))
  } catch (error) {
    if (error instanceof FeelSyntaxError) return null
    throw error
  }
}

const rangeOfTokens = (tokens: ReadonlyArray<Token>): FeelRange | null => {
  const inner = tokens.slice(0, -1)
  const [open, close] = [inner[0]?.text ?? "", inner.at(-1)?.text ?? ""]
  const split = inner.findIndex(({ kind, text }) => kind === "symbol" && text === "..")
  if (!["[", "(", "]"].includes(open) || !["]", ")", "["].includes(close) || split < 0) return null
  const start = split === 1 && open !== "[" ? null : endpoint(inner.slice(1, split))
  const end = split === inner.length - 2 && close !== "]" ? null : endpoint(inner.slice(split + 1, -1))
  if (start === undefined || end === undefined || (start === null && end === null)) return null
  // With one end it is the comparison with that: [2..) is >= 2.
  if (start === null) return FeelRange.ofTest(close === "]" ? "<=" : "<", end)
  if (end === null) return FeelRange.ofTest(open === "[" ? ">=" : ">", start)
  if (kindOf(start) !== kindOf(end)) return null
  const order = compare(start, end)
  return order === null || order > 0 ? null : new FeelRange(start, end, open === "[", close === "]")
}

/** The value of a literal; undefined where the tokens are none. */
const endpoint = (tokens: ReadonlyArray<Token>): FeelValue | undefined => {
  const [first, second] = tokens
  if (first === undefined) return undefined
  if (tokens.length === 1) {
    if (first.kind === "string") return first.text
    if (first.kind === "number") return numberOf(first.text) ?? undefined
    return first.kind === "at" ? temporalOf(first.text)?.value : undefined
  }
  if (tokens.length === 2 && first.text === "-" && second?.kind === "number") {
    const value = numberOf(second.text)
    return value === null ? undefined : negate(value)
  }
  const [open, argument, close] = tokens.slice(-3)
  if (open?.text !== "(" || argument?.kind !== "string" || close?.text !== ")") return undefined
  const name = tokens
    .slice(0, -3)
    .map(({ text }) => text)
    .join(" ")
  return makers.get(name)?.(argument.text) ?? undefined
}
