import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compileBacktracking } from "../../src/regex/backtrack.ts"
import { matcherOf } from "../../src/regex/Matcher.ts"
import { flagsOf } from "../../src/regex/Pattern.ts"
import { parsePattern } from "../../src/regex/parsePattern.ts"
import { feel } from "../evaluated.ts"

const free = (): void => {}

const found = (text: string, pattern: string, flags = ""): string | null => {
  const match = matcherOf(pattern, flags)?.find(text, 0, free)
  return match === null || match === undefined ? null : text.slice(match.start, match.end)
}

describe("regular expressions of XPath", () => {
  it.each([
    ["foobar", "^fo*b", "", "foob"],
    ["a\nb", "a.b", "", null],
    ["a\nb", "a.b", "s", "a\nb"],
    ["a\nb", "^b$", "m", "b"],
    ["a\nb", "^b$", "", null],
    ["ABC", "abc", "i", "ABC"],
    ["hello world", "hello\\ sworld", "x", "hello world"],
    ["hello world", "hello[ ]world", "x", "hello world"],
    ["a.b", ".b", "q", ".b"],
    ["helix", "[a-z-[aeiou]]+", "", "h"],
    ["ΑΒΓ", "\\p{IsGreek}+", "", "ΑΒΓ"],
    ["Äb", "\\p{Lu}\\P{Lu}", "", "Äb"],
    ["a-b:c d", "\\i\\c*", "", "a-b:c"],
    ["x12y", "\\d+", "", "12"],
    ["abab", "(ab)\\1", "", "abab"],
    ["aab", "a+?", "", "a"],
    ["🐎🐎", "^.{2}$", "", "🐎🐎"],
    ["a^b", "[\\^-]", "", "^"],
  ])("find in %j with %s and the flags %j: %j", (text, pattern, flags, match) => {
    expect(found(text, pattern, flags)).toBe(match)
  })

  it.each(["**", "a{", "(a", "a)", "[a", "[]", "[b-a]", "\\q", "\\1", "a{2,1}", "\\p{IsNowhere}", "(?=a)", "[a-z&&[aeiou]]x)"])(
    "refuse %s",
    (pattern) => {
      expect(matcherOf(pattern, "")).toBeNull()
    },
  )

  it("refuse other flags", () => {
    expect(matcherOf("a", "g")).toBeNull()
  })

  it("work on long texts", () => {
    const text = `${"a".repeat(20_000)}b`
    expect(feel('matches(x, "^(a|c)*a*a*b$")', { x: `${"a".repeat(500)}b` })).toBe("true")
    expect(feel('matches(x, "^.*a.*a.*b$")', { x: text })).toBe("true")
    expect(feel('string length(replace(x, "a+?b*?a", "-"))', { x: text })).toBe("10001")
  })

  it("may be larger than JavaScript's engine takes", () => {
    const word = "abcdefghij".repeat(60)
    expect(feel("matches(x, p)", { x: word, p: `^(${word}){0,1000}$` })).toBe("true")
    expect(feel("matches(x, p)", { x: word, p: `^(${word}){1000}$` })).toBe("false")
  })

  it("find the same with both engines", () => {
    const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab)", "(?:b)", "\\w", "^", "$")
    const part = fc
      .tuple(atom, fc.constantFrom("", "", "*", "+", "?", "*?", "+?", "{1,2}", "{2}"))
      .map(([a, q]) => (a === "^" || a === "$" ? a : a + q))
    const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""))
    fc.assert(
      fc.property(pattern, fc.string({ maxLength: 8, unit: fc.constantFrom("a", "b", "c") }), (source, text) => {
        const flags = flagsOf("")
        const read = flags === null ? null : parsePattern(source, flags)
        if (flags === null || read === null) throw new Error(source)
        const native = matcherOf(source, "")?.find(text, 0, free)
        const own = compileBacktracking(read.root, flags)(text, 0, free)
        expect(own === null ? null : [own.start, own.end]).toEqual(
          native === null || native === undefined ? null : [native.start, native.end],
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe("replace", () => {
  it.each([
    ['replace("abracadabra", "a(.)", "a$1$1")', "abbraccaddabbra"],
    ['replace("abc", "b", "[$0]")', "a[b]c"],
    ['replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"],
    ['replace("a1", "(a)", "$12")', "a21"],
    ['replace("abc", "b", "\\\\$")', "a$c"],
    ['replace("abc", "b", "$")', "null"],
    ['replace("abc", "x*", "-")', "null"],
    ['replace("a.c", ".", "$", "q")', "a$c"],
  ])("%s is %s", (text, value) => {
    expect(feel(text)).toBe(value)
  })
})
