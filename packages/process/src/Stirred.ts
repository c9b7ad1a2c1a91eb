/**
 * Scopes in which tokens wait for others and something has happened: taken in the order of their ids, whatever the order was
 * in which it happened.
 */

export interface Stirred {
  readonly known: Set<number>
  /** The lowest first, from `head` on. */
  readonly ids: Array<number>
  head: number
}

/** None. */
export const nothingStirred = (): Stirred => ({ known: new Set(), ids: [], head: 0 })

/** Notes a scope. Most come in their order: those behind each other cost nothing. */
export const stir = (stirred: Stirred, id: number): void => {
  if (stirred.known.has(id)) return
  stirred.known.add(id)
  let from = stirred.head
  let to = stirred.ids.length
  const last = stirred.ids.at(-1)
  if (last === undefined || last < id) from = to
  while (from < to) {
    const middle = (from + to) >> 1
    if ((stirred.ids[middle] ?? 0) < id) from = middle + 1
    else to = middle
  }
  stirred.ids.splice(from, 0, id)
}

/** The lowest one. */
export const firstStirred = ({ ids, head }: Stirred): number | undefined => ids[head]

/** Takes the lowest one off. */
export const dropFirst = (stirred: Stirred): void => {
  const first = stirred.ids[stirred.head++]
  if (first !== undefined) stirred.known.delete(first)
  if (stirred.head < stirred.ids.length) return
  stirred.ids.length = 0
  stirred.head = 0
}
