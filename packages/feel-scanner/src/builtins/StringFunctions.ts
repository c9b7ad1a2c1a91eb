/**
 * String functions (DMN 1.5 §10.3.4.3). Positions and lengths count characters, not UTF-16 units.
 */
import { type Matcher, matcherOf } from "../regex/Matcher.ts"
import { BooleanType, listOf, NumberType, StringType } from "../types/FeelType.ts"
import type { CallSite } from "../values/FeelFunction.ts"
import { integerOf } from "../values/FeelNumber.ts"
import type { FeelList, FeelValue } from "../values/FeelValue.ts"
import { costOf } from "../values/Meter.ts"
import { type Builtin, builtin, optional, parameter, type Signature, signature, take } from "./Builtin.ts"

const surrogates = /[\uD800-\uDFFF]/

/** The characters of a string: the string itself where each is one unit. */
const charactersOf = (text: string): string | ReadonlyArray<string> => (surrogates.test(text) ? Array.from(text) : text)

const joinedCharacters = (characters: string | ReadonlyArray<string>, from: number, to: number): string =>
  typeof characters === "string" ? characters.slice(from, to) : characters.slice(from, to).join("")

const substring = (text: string, start: number, length: number | null): string | null => {
  const characters = charactersOf(text)
  const from = start > 0 ? start - 1 : characters.length + start
  if (start === 0 || from < 0 || from >= characters.length || (length !== null && length < 1)) return null
  return joinedCharacters(characters, from, length === null ? characters.length : from + length)
}

const ofTwo = (run: (text: string, match: string) => FeelValue): Signature =>
  signature([parameter("string", take.string), parameter("match", take.string)], ([text, match], site) => {
    site.charge(costOf(text))
    return run(text, match)
  })

const ofOne = (run: (text: string) => FeelValue): Signature =>
  signature([parameter("string", take.string)], ([text], site) => {
    site.charge(costOf(text))
    return run(text)
  })

const withMatcher = (
  input: string,
  pattern: string,
  flags: string | null,
  site: CallSite,
  run: (matcher: Matcher) => FeelValue,
): FeelValue => {
  site.charge(costOf(input) + costOf(pattern))
  const matcher = matcherOf(pattern, flags ?? "")
  return matcher === null
    ? site.fail("InvalidArgument", `"${pattern}" with the flags "${flags ?? ""}" is no regular expression.`)
    : run(matcher)
}

/** What replaces a match: $1 to $9 and further are groups, $0 the match; null where the text has other uses of $ and \. */
const expand = (template: string, groups: ReadonlyArray<string | undefined>, whole: string): string | null => {
  let result = ""
  for (let i = 0; i < template.length; i++) {
    const character = template[i] ?? ""
    const next = template[i + 1] ?? ""
    if (character === "\\") {
      if (next !== "\\" && next !== "$") return null
      result += next
      i++
    } else if (character === "$") {
      if (!/^\d$/.test(next)) return null
      let index = Number(next)
      i++
      while (/^\d$/.test(template[i + 1] ?? "") && index * 10 + Number(template[i + 1]) <= groups.length)
        index = index * 10 + Number(template[++i])
      result += index === 0 ? whole : (groups[index - 1] ?? "")
    } else result += character
  }
  return result
}

const replace = (input: string, matcher: Matcher, template: string, literal: boolean, site: CallSite): string | null => {
  const charge = (steps: number): void => site.charge(steps)
  if (matcher.find("", 0, charge) !== null)
    return site.fail("InvalidArgument", "replace needs a pattern that does not match the empty string.")
  let result = ""
  let at = 0
  for (let found = matcher.find(input, 0, charge); found !== null; found = matcher.find(input, at, charge)) {
    const by = literal ? template : expand(template, found.groups, input.slice(found.start, found.end))
    if (by === null) return site.fail("InvalidArgument", `"${template}" is no replacement: write \\$ for $ and \\\\ for \\.`)
    result = site.made(result + input.slice(at, found.start) + by)
    if (found.end <= at && found.end === found.start) break
    at = found.end
    site.charge(1)
  }
  return result + input.slice(at)
}

const split = (text: string, matcher: Matcher, site: CallSite): FeelList => {
  const parts: Array<string> = []
  let from = 0
  let at = 0
  for (;;) {
    site.charge(1)
    const found = matcher.find(text, at, (steps) => site.charge(steps))
    if (found === null || (found.start === found.end && found.start >= text.length)) break
    if (found.end === from) {
      // Nothing at all between the parts: the next one ends behind the next character at the earliest.
      at = from + ((text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1)
    } else {
      parts.push(text.slice(from, found.start))
      from = found.end
      at = found.end
    }
  }
  parts.push(text.slice(from))
  return parts
}

const joinStrings = (list: FeelList, delimiter: string, site: CallSite): FeelValue => {
  const strings: Array<string> = []
  for (const item of list) {
    if (typeof item === "string") strings.push(item)
    else if (item !== null) return site.fail("InvalidArgument", "string join needs a list of strings.")
  }
  site.charge(strings.length)
  let length = delimiter.length * strings.length
  for (const text of strings) length += text.length
  // Refused before it is made.
  site.charge(Math.floor(length / 16))
  return site.made(strings.join(delimiter))
}

const flags = optional("flags", take.orNull(take.string))

/** Functions on strings. */
export const stringFunctions: ReadonlyArray<Builtin> = [
  builtin(
    "substring",
    StringType,
    signature(
      [parameter("string", take.string), parameter("start position", take.number), optional("length", take.orNull(take.number))],
      ([text, start, length], site) => {
        site.charge(costOf(text))
        const part = substring(text, integerOf(start), length === null ? null : integerOf(length))
        return part ?? site.fail("OutOfRange", "substring needs a position within the string, and a length of at least 1.")
      },
    ),
  ),
  builtin(
    "string length",
    NumberType,
    ofOne((text) => charactersOf(text).length),
  ),
  builtin(
    "upper case",
    StringType,
    ofOne((text) => text.toUpperCase()),
  ),
  builtin(
    "lower case",
    StringType,
    ofOne((text) => text.toLowerCase()),
  ),
  builtin(
    "substring before",
    StringType,
    ofTwo((text, match) => text.slice(0, Math.max(text.indexOf(match), 0))),
  ),
  builtin(
    "substring after",
    StringType,
    ofTwo((text, match) => (text.includes(match) ? text.slice(text.indexOf(match) + match.length) : "")),
  ),
  builtin(
    "contains",
    BooleanType,
    ofTwo((text, match) => text.includes(match)),
  ),
  builtin(
    "starts with",
    BooleanType,
    ofTwo((text, match) => text.startsWith(match)),
  ),
  builtin(
    "ends with",
    BooleanType,
    ofTwo((text, match) => text.endsWith(match)),
  ),
  builtin(
    "matches",
    BooleanType,
    signature([parameter("input", take.string), parameter("pattern", take.string), flags], ([input, pattern, flag], site) =>
      withMatcher(input, pattern, flag, site, (matcher) => matcher.find(input, 0, (steps) => site.charge(steps)) !== null),
    ),
  ),
  builtin(
    "replace",
    StringType,
    signature(
      [parameter("input", take.string), parameter("pattern", take.string), parameter("replacement", take.string), flags],
      ([input, pattern, replacement, flag], site) =>
        withMatcher(input, pattern, flag, site, (matcher) => replace(input, matcher, replacement, (flag ?? "").includes("q"), site)),
    ),
  ),
  builtin(
    "split",
    listOf(StringType),
    signature([parameter("string", take.string), parameter("delimiter", take.string)], ([text, delimiter], site) =>
      withMatcher(text, delimiter, null, site, (matcher) => split(text, matcher, site)),
    ),
  ),
  builtin(
    "string join",
    StringType,
    signature([parameter("list", take.list), optional("delimiter", take.orNull(take.string))], ([list, delimiter], site) =>
      joinStrings(list, delimiter ?? "", site),
    ),
  ),
]
