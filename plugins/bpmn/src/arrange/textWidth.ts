/**
 * How wide a text is, without a browser: by the widths of Arial's letters, which other fonts of its kind come close to.
 */

const narrow = /[\sfijltrI.,:;'|!()[\]{}/\\-]/
const wide = /[mwMWGOQ@%]/
const capital = /[A-HJ-LN-PR-VX-Z&]/
/** Scripts whose letters are squares. */
const square = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/

/** Letters of the fonts that stand in for Arial are a little wider. */
const roominess = 1.07

/** The width of a text in pixels. */
export const textWidth = (text: string, size: number): number => {
  let ems = 0
  for (const letter of text) {
    if (letter.length > 1 || square.test(letter)) ems += 1
    else if (wide.test(letter)) ems += 0.84
    else if (capital.test(letter)) ems += 0.68
    else ems += narrow.test(letter) ? 0.31 : 0.555
  }
  return ems * size * roominess
}

/** A text in lines that fit, so many at most; what is cut off is shown as `…`. */
export const wrap = (text: string, width: number, size: number, most = Number.POSITIVE_INFINITY): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of words(text, width, size)) {
    const joined = line === "" ? word : `${line} ${word}`
    if (line !== "" && textWidth(joined, size) > width) {
      lines.push(line)
      line = word
    } else line = joined
  }
  if (line !== "") lines.push(line)
  if (lines.length <= most) return lines
  const last = lines[most - 1] ?? ""
  return [...lines.slice(0, most - 1), `${cut(last, width - textWidth("…", size), size)}…`]
}

/** Words, those that are too long in pieces: at a change to a capital where there is one. */
const words = (text: string, width: number, size: number): ReadonlyArray<string> =>
  text
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      const pieces: Array<string> = []
      let rest = word
      while (textWidth(rest, size) > width) {
        const fitting = cut(rest, width, size)
        const at = fitting.length > 3 ? breakIn(fitting, rest) : fitting.length
        pieces.push(rest.slice(0, at))
        rest = rest.slice(at)
      }
      return [...pieces, rest]
    })

const breakIn = (fitting: string, word: string): number => {
  for (let at = fitting.length; at > 3; at--) {
    if (/[-_./]/.test(word[at - 1] ?? "") || /[a-z][A-Z]/.test(word.slice(at - 1, at + 1))) return at
  }
  return fitting.length
}

const cut = (text: string, width: number, size: number): string => {
  let taken = ""
  for (const letter of text) {
    if (taken !== "" && textWidth(taken + letter, size) > width) break
    taken += letter
  }
  return taken
}
