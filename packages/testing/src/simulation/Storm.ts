/**
 * The storm: which faults strike, by the seed; and how often each of them did.
 */
import { type Seeded, seeded } from "../store/seeded.ts"

export const faultKinds = [
  /** A commit is refused, and nothing is written. */
  "refused",
  /** A commit is written, and the answer is lost. */
  "unknown",
  /** The answer is lost, and nothing was written. */
  "vanished",
  /** The answer is lost while the commit is still on its way; it is written later. */
  "landing",
  /** A commit takes its time. */
  "late",
  /** The store dies in the middle of a commit. */
  "torn",
  /** There is a row in a batch that the store cannot take. */
  "unwritable",
  /** Any other call fails, or its answer is lost. */
  "call",
  /** An announcement between engines is lost, or comes twice, or late. */
  "announcement",
  /** The clock of a machine, or of all of them, jumps forward or backward. */
  "jump",
  /** An engine stands still for longer than its lease, and wakes. */
  "stall",
  /** An engine dies, and is noticed at once. */
  "kill",
  /** An engine dies, and is noticed when its lease is over. */
  "vanish",
  /** An engine is closed. */
  "close",
  /** A command comes a second time. */
  "repeat",
] as const
export type FaultKind = (typeof faultKinds)[number]

export class Storm {
  readonly random: Seeded
  readonly counts: Partial<Record<FaultKind, number>> = {}
  readonly #without: ReadonlySet<FaultKind>
  #over = false

  constructor(seed: number, without: ReadonlyArray<FaultKind>) {
    this.random = seeded(seed)
    this.#without = new Set(without)
  }

  /** No more faults from now on. */
  end(): void {
    this.#over = true
  }

  /** Whether this fault happens now, in `share` of all cases. */
  strikes(kind: FaultKind, share: number): boolean {
    return this.random.chance(share) && this.admits(kind)
  }

  /** One of these faults, each in its share of all cases, or none. */
  choose(shares: Partial<Record<FaultKind, number>>): FaultKind | undefined {
    let dice = this.random.below(1_000_000) / 1_000_000
    for (const [kind, share] of Object.entries(shares) as ReadonlyArray<[FaultKind, number]>) {
      dice -= share
      if (dice < 0) return this.admits(kind) ? kind : undefined
    }
    return undefined
  }

  /** Counts a fault that is to happen; false where it must not. */
  admits(kind: FaultKind): boolean {
    if (this.#over || this.#without.has(kind)) return false
    this.counts[kind] = (this.counts[kind] ?? 0) + 1
    return true
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0)
  }
}
