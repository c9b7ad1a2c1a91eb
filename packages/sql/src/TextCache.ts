/**
 * Texts of statements that are made once and kept: as many as usual work has. Rare shapes come and go, so that a process which runs for
 * years does not collect them.
 */

const mostTexts = 500

/** Gives the text for a name, made if it is not there; of too many, the one that was made first goes. */
export const makeTextCache = (): ((name: string, make: () => string) => string) => {
  const known = new Map<string, string>()
  return (name, make) => {
    const text = known.get(name)
    if (text !== undefined) return text
    const made = make()
    if (known.size >= mostTexts) for (const oldest of known.keys()) if (known.delete(oldest)) break
    known.set(name, made)
    return made
  }
}
