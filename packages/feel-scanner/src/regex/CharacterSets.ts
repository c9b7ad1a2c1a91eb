/**
 * Sets of characters that XPath's regular expressions name, as insides of JavaScript classes (flag v).
 */

const nameStart =
  "\\p{L}\\p{Nl}_\\:\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}"

const escapes: Readonly<Record<string, string>> = {
  d: "\\p{Nd}",
  s: " \\t\\n\\r",
  w: "[^\\p{P}\\p{Z}\\p{C}]",
  i: nameStart,
  c: `${nameStart}\\-.\\p{Nd}\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}`,
}

/** The set of an escape such as \d or \D. */
export const escapedSet = (letter: string): string | undefined => {
  const own = escapes[letter]
  if (own !== undefined) return own
  const opposite = escapes[letter.toLowerCase()]
  return opposite === undefined ? undefined : `[^${opposite}]`
}

const blocks: Readonly<Record<string, string>> = {
  BasicLatin: "\\u{0}-\\u{7F}",
  "Latin-1Supplement": "\\u{80}-\\u{FF}",
  "LatinExtended-A": "\\u{100}-\\u{17F}",
  "LatinExtended-B": "\\u{180}-\\u{24F}",
  IPAExtensions: "\\u{250}-\\u{2AF}",
  SpacingModifierLetters: "\\u{2B0}-\\u{2FF}",
  CombiningDiacriticalMarks: "\\u{300}-\\u{36F}",
  Greek: "\\u{370}-\\u{3FF}",
  GreekandCoptic: "\\u{370}-\\u{3FF}",
  Cyrillic: "\\u{400}-\\u{4FF}",
  Armenian: "\\u{530}-\\u{58F}",
  Hebrew: "\\u{590}-\\u{5FF}",
  Arabic: "\\u{600}-\\u{6FF}",
  Devanagari: "\\u{900}-\\u{97F}",
  Thai: "\\u{E00}-\\u{E7F}",
  LatinExtendedAdditional: "\\u{1E00}-\\u{1EFF}",
  GreekExtended: "\\u{1F00}-\\u{1FFF}",
  GeneralPunctuation: "\\u{2000}-\\u{206F}",
  CurrencySymbols: "\\u{20A0}-\\u{20CF}",
  LetterlikeSymbols: "\\u{2100}-\\u{214F}",
  NumberForms: "\\u{2150}-\\u{218F}",
  Arrows: "\\u{2190}-\\u{21FF}",
  MathematicalOperators: "\\u{2200}-\\u{22FF}",
  Hiragana: "\\u{3040}-\\u{309F}",
  Katakana: "\\u{30A0}-\\u{30FF}",
  CJKUnifiedIdeographs: "\\u{4E00}-\\u{9FFF}",
  HangulSyllables: "\\u{AC00}-\\u{D7AF}",
}

/** The set of a category or block such as Lu or IsGreek. */
export const propertySet = (name: string, negated: boolean): string | undefined => {
  if (/^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/.test(name)) return `\\${negated ? "P" : "p"}{${name}}`
  const block = name.startsWith("Is") ? blocks[name.slice(2)] : undefined
  return block === undefined ? undefined : negated ? `[^${block}]` : block
}

/** A character inside a class. */
export const characterSet = (character: string): string => {
  const point = character.codePointAt(0) ?? 0
  return /^[A-Za-z0-9]$/.test(character) ? character : `\\u{${point.toString(16)}}`
}
