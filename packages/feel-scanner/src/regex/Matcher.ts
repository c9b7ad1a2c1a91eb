/**
 * Matching: by JavaScript's own engine where that cannot take long, by a bounded one where it could.
 */
import { compileBacktracking } from "./backtrack.ts"
import type { Pattern, PatternFlags } from "./Pattern.ts"
import { flagsOf } from "./Pattern.ts"
import { parsePattern } from "./parsePattern.ts"

/** What was found: where, and what the groups captured (undefined where a group took no part). */
export interface Match {
  readonly start: number
  readonly end: number
  readonly groups: ReadonlyArray<string | undefined>
}

/** A regular expression that is ready to use. */
export interface Matcher {
  readonly groups: number
  /** The first match at or after an offset. `charge` hears of the work where the text is long for the pattern. */
  readonly find: (text: string, from: number, charge: (steps: number) => void) => Match | null
}

const cached = new Map<string, Matcher | null>()

/** The matcher of a pattern with flags, null where either is none. */
export const matcherOf = (pattern: string, flagText: string): Matcher | null => {
  const key = `${flagText}/${pattern}`
  const known = cached.get(key)
  if (known !== undefined) return known
  const flags = flagsOf(flagText)
  const read = flags === null ? null : parsePattern(pattern, flags)
  const matcher = flags === null || read === null ? null : matcherFor(read.root, read.groups, flags)
  if (cached.size > 500) cached.clear()
  cached.set(key, matcher)
  return matcher
}

/** Beyond so many steps, at worst, JavaScript's engine is not asked: nothing could stop it. */
const harmless = 100_000_000

const matcherFor = (root: Pattern, groups: number, flags: PatternFlags): Matcher => {
  const expression = new RegExp(sourceOf(root, flags), flags.ignoreCase ? "vig" : "vg")
  const degree = degreeOf(root)
  const bounded = compileBacktracking(root, flags)
  return {
    groups,
    find: (text, from, charge) => {
      if ((text.length + 1) ** degree > harmless) return bounded(text, from, charge)
      expression.lastIndex = from
      const found = native(expression, text)
      if (found === undefined) return bounded(text, from, charge)
      return found === null ? null : { start: found.index, end: found.index + found[0].length, groups: found.slice(1) }
    },
  }
}

/** What JavaScript's engine finds; undefined where the pattern is too large for it, which it tells at the first use. */
const native = (expression: RegExp, text: string): RegExpExecArray | null | undefined => {
  try {
    return expression.exec(text)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

/** The pattern for JavaScript's engine. */
const sourceOf = (pattern: Pattern, flags: PatternFlags): string => {
  switch (pattern.kind) {
    case "set":
      return `[${pattern.source}]`
    case "start":
      return flags.multiline ? "(?<![^\\n])" : "^"
    case "end":
      return flags.multiline ? "(?![^\\n])" : "$"
    case "reference":
      return `(?:\\${pattern.group})`
    case "group":
      return `${pattern.index === null ? "(?:" : "("}${sourceOf(pattern.body, flags)})`
    case "sequence":
      return pattern.parts.map((part) => sourceOf(part, flags)).join("")
    case "choice":
      return `(?:${pattern.options.map((option) => sourceOf(option, flags)).join("|")})`
    case "repeat": {
      const { min, max, greedy } = pattern
      return `(?:${sourceOf(pattern.body, flags)}){${min},${Number.isFinite(max) ? max : ""}}${greedy ? "" : "?"}`
    }
  }
}

/** The work at worst is the length of the text to the power of this: one for each repetition that can end in many places, and for the start. */
const degreeOf = (pattern: Pattern): number => 1 + repeats(pattern)

const repeats = (pattern: Pattern): number => {
  switch (pattern.kind) {
    case "group":
      return repeats(pattern.body)
    case "sequence":
      return pattern.parts.reduce((sum, part) => sum + repeats(part), 0)
    case "choice":
      return pattern.options.reduce((sum, option) => sum + repeats(option), 0.2 * pattern.options.length)
    case "repeat": {
      const inside = repeats(pattern.body)
      // Repetitions of what itself can end in many places: exponential.
      if (inside > 0 && pattern.max > 1) return Number.POSITIVE_INFINITY
      return inside + (pattern.max === pattern.min ? 0 : pattern.max > 10 ? 1 : 0.5)
    }
    default:
      return 0
  }
}
