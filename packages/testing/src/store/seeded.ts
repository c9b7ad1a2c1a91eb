/**
 * Random numbers from a seed: the same seed, the same numbers.
 */
export interface Seeded {
  /** A whole number from 0 to below `n`. */
  readonly below: (n: number) => number
  /** True in `share` of all cases. */
  readonly chance: (share: number) => boolean
}

/** The generator mulberry32. */
export const seeded = (seed: number): Seeded => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { below: (n) => Math.floor(next() * n), chance: (share) => next() < share }
}
