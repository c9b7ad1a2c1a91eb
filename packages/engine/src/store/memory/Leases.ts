/**
 * The leases of engines. An engine is gone when it was released, or when another one came for its work after its
 * lease had run out; a late renewal before that does no harm.
 */
export class Leases {
  readonly #until = new Map<number, number>()
  #last = 0

  register(now: number, ttl: number): number {
    this.#until.set(++this.#last, now + ttl)
    return this.#last
  }

  renew(engine: number, now: number, ttl: number): boolean {
    if (this.isGone(engine)) return false
    this.#until.set(engine, now + ttl)
    return true
  }

  release(engine: number): void {
    this.#until.delete(engine)
  }

  /** Declares gone whose lease has run out, except the engine that asks. */
  expire(now: number, engine: number): void {
    for (const [other, until] of this.#until) if (other !== engine && until <= now) this.#until.delete(other)
  }

  isGone(engine: number): boolean {
    return !this.#until.has(engine)
  }
}
