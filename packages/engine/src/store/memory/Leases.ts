/**
 * The leases of engines: who is there and who is gone.
 */
export class Leases {
  readonly #until = new Map<number, number>()
  #last = 0

  register(now: number, ttl: number): number {
    this.#until.set(++this.#last, now + ttl)
    return this.#last
  }

  renew(engine: number, now: number, ttl: number): boolean {
    if (this.isGone(engine, now)) return false
    this.#until.set(engine, now + ttl)
    return true
  }

  release(engine: number): void {
    this.#until.delete(engine)
  }

  isGone(engine: number, now: number): boolean {
    const until = this.#until.get(engine)
    return until === undefined || until <= now
  }
}
