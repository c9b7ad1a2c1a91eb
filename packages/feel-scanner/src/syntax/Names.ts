/**
 * Sets of names, and which name of a set the tokens at a place spell: the longest one (DMN 1.5 §10.3.1.3).
 */
import type { FeelType } from "../types/FeelType.ts"
import { FeelSyntaxError } from "./FeelSyntaxError.ts"
import { type Token, tokensOf } from "./Token.ts"

/** A name that is known. */
export interface Known {
  readonly words: ReadonlyArray<string>
  readonly name: string
  readonly type: FeelType
}

/** A set of names: by their first word, longest first, and with their types. */
export interface NameSet {
  readonly byWord: ReadonlyMap<string, ReadonlyArray<Known>>
  readonly types: ReadonlyMap<string, FeelType>
}

/** The words of a name, as the scanner splits it; a name that is no FEEL is one word that no text spells. */
const wordsOf = (name: string): ReadonlyArray<string> => {
  try {
    return tokensOf(name)
      .slice(0, -1)
      .map(({ text }) => text)
  } catch (error) {
    if (error instanceof FeelSyntaxError) return [name]
    throw error
  }
}

/** A set of names with their types. */
export const nameSet = (names: Iterable<readonly [string, FeelType]>): NameSet => {
  const set = new Map<string, Array<Known>>()
  const types = new Map<string, FeelType>()
  for (const [name, type] of names) {
    if (types.has(name)) continue
    types.set(name, type)
    const words = wordsOf(name)
    const [first] = words
    if (first === undefined) continue
    const same = set.get(first)
    if (same === undefined) set.set(first, [{ words, name, type }])
    else same.push({ words, name, type })
  }
  for (const same of set.values()) same.sort((a, b) => b.words.length - a.words.length)
  return { byWord: set, types }
}

/** No names. */
export const noNames: NameSet = { byWord: new Map(), types: new Map() }

/** The longest name of a set that the tokens from an index spell. */
export const longestOf = (set: NameSet, tokens: ReadonlyArray<Token>, at: number): Known | null => {
  const first = tokens[at]
  if (first === undefined || (first.kind !== "word" && first.kind !== "symbol")) return null
  for (const known of set.byWord.get(first.text) ?? []) {
    if (known.words.every((word, i) => tokens[at + i]?.text === word && tokens[at + i]?.kind !== "string")) return known
  }
  return null
}
