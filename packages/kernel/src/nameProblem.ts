/**
 * What is wrong with a text that is to be a name: of an instance, of a person, of what is called; a key of a message or of a
 * business. Names stand in indexes of every store.
 */

/** Three bytes for each of so many characters fit into all indexes. */
const longestName = 500

/** The rest of a sentence that begins with what it is; `undefined` where nothing is wrong. */
export const nameProblem = (name: string): string | undefined => {
  if (name === "") return "is an empty text."
  if (name.length > longestName) return `has ${name.length} characters; at most ${longestName} are allowed: keep the rest in the input.`
  if (name.includes("\0") || !name.isWellFormed())
    return `(${JSON.stringify(name)}) has a character that databases do not store: a NUL, or half of a surrogate pair. Take it out.`
  return undefined
}
