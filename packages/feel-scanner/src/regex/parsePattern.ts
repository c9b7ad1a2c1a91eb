/**
 * Reads a regular expression of XPath (XPath and XQuery Functions and Operators 3.1, §5.6.1).
 */
import { characterSet, escapedSet, propertySet } from "./CharacterSets.ts"
import type { Pattern, PatternFlags } from "./Pattern.ts"

/** A pattern that was read. */
export interface ReadPattern {
  readonly root: Pattern
  /** How many groups capture. */
  readonly groups: number
}

/** The text is no regular expression. It never leaves this folder. */
class NoPattern extends Error {}

const refuse = (): never => {
  throw new NoPattern()
}

const maxDepth = 100
const maxRepeat = 1000

/** The pattern, or null where the text is none. */
export const parsePattern = (text: string, flags: PatternFlags): ReadPattern | null => {
  const characters = Array.from(text)
  if (flags.literal) {
    return { root: { kind: "sequence", parts: characters.map((one) => ({ kind: "set", source: characterSet(one) })) }, groups: 0 }
  }
  try {
    return new Reader(flags.extended ? withoutBlanks(characters) : characters, flags).whole()
  } catch (error) {
    if (error instanceof NoPattern) return null
    throw error
  }
}

/** The characters without the blanks outside of classes. */
const withoutBlanks = (characters: ReadonlyArray<string>): ReadonlyArray<string> => {
  const kept: Array<string> = []
  let classes = 0
  let escaped = false
  for (const character of characters) {
    if (classes === 0 && /^[ \t\n\r]$/.test(character)) continue
    kept.push(character)
    if (!escaped && character === "[") classes++
    if (!escaped && character === "]" && classes > 0) classes--
    escaped = !escaped && character === "\\"
  }
  return kept
}

class Reader {
  private readonly characters: ReadonlyArray<string>
  private readonly flags: PatternFlags
  private at = 0
  private depth = 0
  private groups = 0
  private readonly closed = new Set<number>()

  constructor(characters: ReadonlyArray<string>, flags: PatternFlags) {
    this.characters = characters
    this.flags = flags
  }

  whole(): ReadPattern {
    const root = this.choice()
    if (this.at < this.characters.length) refuse()
    return { root, groups: this.groups }
  }

  private peek(): string | undefined {
    return this.characters[this.at]
  }

  private next(): string {
    const character = this.characters[this.at++]
    return character === undefined ? refuse() : character
  }

  private choice(): Pattern {
    if (++this.depth > maxDepth) refuse()
    const options = [this.sequence()]
    while (this.peek() === "|") {
      this.at++
      options.push(this.sequence())
    }
    this.depth--
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: "choice", options }
  }

  private sequence(): Pattern {
    const parts: Array<Pattern> = []
    for (let next = this.peek(); next !== undefined && next !== "|" && next !== ")"; next = this.peek()) {
      parts.push(this.quantified(this.atom()))
    }
    return { kind: "sequence", parts }
  }

  private quantified(body: Pattern): Pattern {
    const sign = this.peek()
    if (sign !== "?" && sign !== "*" && sign !== "+" && sign !== "{") return body
    this.at++
    const [min, max] =
      sign === "?" ? [0, 1] : sign === "*" ? [0, Number.POSITIVE_INFINITY] : sign === "+" ? [1, Number.POSITIVE_INFINITY] : this.bounds()
    const greedy = this.peek() !== "?"
    if (!greedy) this.at++
    if (max < min || (Number.isFinite(max) && max > maxRepeat) || min > maxRepeat) refuse()
    return { kind: "repeat", body, min, max, greedy }
  }

  private bounds(): [number, number] {
    let text = ""
    for (let next = this.next(); next !== "}"; next = this.next()) text += next
    const found = /^(\d{1,9})(?:(,)(\d{0,9}))?$/.exec(text) ?? refuse()
    const min = Number(found[1])
    return [min, found[2] === undefined ? min : found[3] === "" ? Number.POSITIVE_INFINITY : Number(found[3])]
  }

  private atom(): Pattern {
    const character = this.next()
    switch (character) {
      case "^":
        return { kind: "start" }
      case "$":
        return { kind: "end" }
      case ".":
        return { kind: "set", source: this.flags.dotAll ? "\\u{0}-\\u{10ffff}" : "[^\\n\\r]" }
      case "(":
        return this.group()
      case "[":
        return { kind: "set", source: `[${this.characterClass()}]` }
      case "\\":
        return this.escape()
      case "?":
      case "*":
      case "+":
      case "{":
      case "}":
      case "]":
        return refuse()
      default:
        return { kind: "set", source: characterSet(character) }
    }
  }

  private group(): Pattern {
    const captures = !(this.characters[this.at] === "?" && this.characters[this.at + 1] === ":")
    if (!captures) this.at += 2
    const index = captures ? ++this.groups : null
    const body = this.choice()
    if (this.peek() !== ")") refuse()
    this.at++
    if (index !== null) this.closed.add(index)
    return { kind: "group", index, body }
  }

  private escape(): Pattern {
    const next = this.characters[this.at] ?? refuse()
    if (!/^[1-9]$/.test(next)) return { kind: "set", source: this.escapedSet() }
    this.at++
    let group = Number(next)
    while (/^\d$/.test(this.characters[this.at] ?? "") && this.closed.has(group * 10 + Number(this.characters[this.at]))) {
      group = group * 10 + Number(this.characters[this.at++])
    }
    return this.closed.has(group) ? { kind: "reference", group } : refuse()
  }

  private escapedSet(): string {
    const letter = this.next()
    const single: Readonly<Record<string, string>> = { n: "\\n", r: "\\r", t: "\\t" }
    const own = single[letter] ?? escapedSet(letter)
    if (own !== undefined) return own
    if (letter === "p" || letter === "P") {
      if (this.next() !== "{") refuse()
      let name = ""
      for (let next = this.next(); next !== "}"; next = this.next()) name += next
      return propertySet(name, letter === "P") ?? refuse()
    }
    return /^[\\|.?*+(){}\-[\]^$]$/.test(letter) ? characterSet(letter) : refuse()
  }

  /** A class up to its closing bracket, as the inside of a JavaScript class. */
  private characterClass(): string {
    if (++this.depth > maxDepth) refuse()
    const negated = this.characters[this.at] === "^"
    if (negated) this.at++
    let source = ""
    let without = ""
    for (let first = true; this.characters[this.at] !== "]"; first = false) {
      if (this.characters[this.at] === "-" && this.characters[this.at + 1] === "[") {
        if (first) refuse()
        this.at += 2
        without = `--[${this.characterClass()}]`
        if (this.characters[this.at] !== "]") refuse()
      } else source += this.classItem()
    }
    this.at++
    this.depth--
    if (source === "") refuse()
    const own = negated ? `^${source}` : source
    return without === "" ? own : `[${own}]${without}`
  }

  private classItem(): string {
    const from = this.classCharacter()
    const isRange = this.characters[this.at] === "-" && this.characters[this.at + 1] !== "]" && this.characters[this.at + 1] !== "["
    if (!isRange) return from
    this.at++
    const to = this.classCharacter()
    const [low, high] = [codeOf(from), codeOf(to)]
    return low === null || high === null || high < low ? refuse() : `${from}-${to}`
  }

  private classCharacter(): string {
    const character = this.next()
    if (character === "[" || character === "]") refuse()
    return character === "\\" ? this.escapedSet() : characterSet(character)
  }
}

/** The code point of a set that is one character. */
const codeOf = (source: string): number | null => {
  const found = /^\\u\{([0-9a-f]+)\}$/.exec(source)
  if (found?.[1] !== undefined) return Number.parseInt(found[1], 16)
  const control: Readonly<Record<string, number>> = { "\\n": 10, "\\r": 13, "\\t": 9 }
  return control[source] ?? (source.length === 1 ? (source.codePointAt(0) ?? null) : null)
}
