/**
 * Sets of rules as bits: one machine word for 32 rules.
 */

/** A set of rules, by their positions. */
export type Bits = Uint32Array

/** How many words a set of so many rules has. */
export const wordsFor = (rules: number): number => (rules + 31) >>> 5

/** Adds a rule. */
export const addBit = (bits: Bits, rule: number): void => {
  const word = rule >>> 5
  bits[word] = (bits[word] ?? 0) | (1 << (rule & 31))
}

/** Adds a rule that is not in the set, takes one away that is. */
export const toggleBit = (bits: Bits, rule: number): void => {
  const word = rule >>> 5
  bits[word] = (bits[word] ?? 0) ^ (1 << (rule & 31))
}

/** Keeps what is in the other set as well. */
export const intersect = (bits: Bits, other: Bits): void => {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & (other[word] ?? 0)
}

/** Calls with each rule of the set, in order, until that returns false. */
export const eachBit = (bits: Bits, visit: (rule: number) => boolean): void => {
  for (let word = 0; word < bits.length; word++) {
    let rest = bits[word] ?? 0
    while (rest !== 0) {
      const bit = 31 - Math.clz32(rest & -rest)
      if (!visit((word << 5) + bit)) return
      rest &= rest - 1
    }
  }
}
