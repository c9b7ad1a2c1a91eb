/**
 * Numbers and texts for tables: the same ones in each run.
 */

/** The inputs of a table, by name. */
export type TableInputs = Readonly<Record<string, number | string>>

/** Draws numbers and texts. */
export const tableInputs = (seed: number): { readonly below: (limit: number) => number; readonly text: () => string } => {
  let state = seed
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % limit
  }
  return { below, text: () => `kind ${below(12)}` }
}
