/**
 * Troubles with the store: told once when they begin and once when they are over, however many parts of the engine meet
 * them and however often each of them tries again.
 */
import type { StoreError, StoreErrorCode } from "./store/StoreError.ts"

export interface TroubleTeller {
  readonly now: () => number
  readonly warn: (message: string, details: Record<string, unknown>) => void
  readonly inform: (message: string) => void
}

/** The store is away for everybody alike. */
const outages: ReadonlySet<StoreErrorCode> = new Set(["StoreUnavailable", "StoreOutcomeUnknown"])

/** Milliseconds after which what goes on is told again. */
const toldAgain = 600_000

interface Trouble {
  readonly since: number
  told: number
  /** What cannot be done for it. */
  readonly works: Set<string>
}

export class Troubles {
  readonly #teller: TroubleTeller
  readonly #open = new Map<string, Trouble>()

  constructor(teller: TroubleTeller) {
    this.#teller = teller
  }

  /** `work`, which is tried again, could not be done: the rest of a sentence that begins with it. */
  met(work: string, error: StoreError): void {
    const name = outages.has(error.code) ? "outage" : `${work} ${error.code}`
    const now = this.#teller.now()
    const known = this.#open.get(name)
    known?.works.add(work)
    if (known !== undefined && now - known.told < toldAgain) return
    if (known === undefined) this.#open.set(name, { since: now, told: now, works: new Set([work]) })
    else known.told = now
    this.#teller.warn(`${work}; this is repeated until it can be done`, { code: error.code, reason: error.message })
  }

  /** `work` was done: what kept it from being done is over. */
  overcame(work: string): void {
    for (const [name, { since, works }] of this.#open) {
      if (!works.delete(work) || works.size > 0) continue
      this.#open.delete(name)
      const seconds = Math.round((this.#teller.now() - since) / 1000)
      const what = name === "outage" ? "the store answers again" : `over is what was told before: ${work}`
      this.#teller.inform(`${what}, after ${seconds} s`)
    }
  }
}
