/**
 * The leases of engines. An engine is gone when it was released, or when another one came for its work after its
 * lease had run out; a late renewal before that does no harm.
 */
export class Leases {
  readonly #until = new Map<number, number>()
  readonly #offers = new Map<number, ReadonlyArray<number>>()
  #last = 0

  register(now: number, ttl: number, offers: ReadonlyArray<number>): number {
    this.#until.set(++this.#last, now + ttl)
    this.#offers.set(this.#last, offers)
    return this.#last
  }

  isOffered(definition: number, now: number): boolean {
    for (const [engine, until] of this.#until) if (until > now && this.#offers.get(engine)?.includes(definition)) return true
    return false
  }

  renew(engine: number, now: number, ttl: number, offers?: ReadonlyArray<number>): boolean {
    if (this.isGone(engine)) return false
    this.#until.set(engine, now + ttl)
    if (offers !== undefined) this.#offers.set(engine, offers)
    return true
  }

  hasOthers(engine: number, now: number): boolean {
    for (const [other, until] of this.#until) if (other !== engine && until > now) return true
    return false
  }

  release(engine: number): void {
    this.#until.delete(engine)
    this.#offers.delete(engine)
  }

  /** Declares gone whose lease has run out, except the engine that asks. */
  expire(now: number, engine: number): void {
    for (const [other, until] of this.#until) if (other !== engine && until <= now) this.release(other)
  }

  isGone(engine: number): boolean {
    return !this.#until.has(engine)
  }
}
