/**
 * Chance that can be repeated: the same seed gives the same numbers.
 */
export interface Random {
  /** At least `from`, less than `to`. */
  readonly between: (from: number, to: number) => number
  readonly oneOf: <A>(choices: readonly [A, ...ReadonlyArray<A>]) => A
}

/** Mulberry32. */
export const makeRandom = (seed: number): Random => {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  return {
    between: (from, to) => from + next() * (to - from),
    oneOf: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
  }
}
