/**
 * The engine's lease on its work: renewed in time, and the work of engines that are gone taken over.
 */
import { Effect, Exit } from "effect"
import { Alarm } from "../Alarm.ts"
import { storeErrorOf } from "../commit/GroupCommit.ts"
import type { Runtime } from "../Runtime.ts"
import type { Store } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"
import { whenAllDone } from "./whenAllDone.ts"

/**
 * How long a lease lasts and how often it is renewed, and the leases of others looked at: so that the work of an engine
 * that dies is taken over within the lease time, also where it died right after a renewal.
 */
export const termsOf = (leaseTime: number): { readonly lasts: number; readonly renewedEvery: number } => ({
  lasts: Math.ceil(leaseTime * 0.8),
  renewedEvery: leaseTime * 0.2,
})

/** How many instances are taken over at a time. */
const pageSize = 500

/** What the store was told when the engine opened. */
export interface Registration {
  readonly engine: number
  readonly offers: ReadonlyArray<number>
  /** When it was asked, by the engine's clock. */
  readonly since: number
}

export interface LeaseListener {
  /** Brings the open work of these instances to life again. */
  readonly recover: (key: number, done: () => void) => void
  readonly room: () => number
  /** Asks to be told when there is room again. */
  readonly awaitRoom: () => void
  /** The lease was lost: whatever runs here may run elsewhere too. */
  readonly lost: () => void
  /** The definitions whose instances this engine does the work of; a new array where they have changed. */
  readonly offers: () => ReadonlyArray<number>
  /** Whatever else is to be looked at as often as the lease is renewed: before, and after it. */
  readonly beforeRenewal: Effect.Effect<void, StoreError>
  readonly renewed: () => void
}

const renewing = "the lease of this engine could not be renewed"
const takingOver = "work of engines that are gone could not be taken over"

export class Lease {
  readonly #store: Store["Service"]
  readonly #runtime: Runtime
  readonly #terms: ReturnType<typeof termsOf>
  readonly #listener: LeaseListener
  readonly #alarm: Alarm
  #engine: number
  /** What the store knows that this engine offers. */
  #offered: ReadonlyArray<number>
  /** By our own clock, counted from before the store was asked: the store's lease is not shorter. */
  #validUntil: number
  #shared = false
  #renewing = false
  #takingOver = false
  /** Work was given to this number that nobody here knows of. */
  #lostTrack = false
  #stopped = false
  /** The last look found more than there was room for. */
  #workLeft = false

  /** The lease was asked for at `since`. */
  constructor(
    store: Store["Service"],
    runtime: Runtime,
    leaseTime: number,
    { engine, since, offers }: Registration,
    listener: LeaseListener,
  ) {
    this.#store = store
    this.#runtime = runtime
    this.#terms = termsOf(leaseTime)
    this.#engine = engine
    this.#offered = offers
    this.#validUntil = since + this.#terms.lasts
    this.#listener = listener
    this.#alarm = new Alarm(runtime, () => this.tick())
  }

  /** The number under which the engine works. */
  get engine(): number {
    return this.#engine
  }

  /** Whether it has not run out by our own clock: after that, others may have taken over. */
  get isValid(): boolean {
    return this.#runtime.now() < this.#validUntil
  }

  /** Whether there was another engine at the last renewal. */
  get isShared(): boolean {
    return this.#shared
  }

  get busy(): boolean {
    return this.#renewing || this.#takingOver
  }

  /** There is room for work again. */
  roomFreed(): void {
    if (this.#workLeft) this.#takeOver()
  }

  /**
   * The store may have given this engine work and not said which. The engine goes on under a new number: what the old
   * one has is taken over as from any engine that is gone, and what runs here goes on.
   */
  lostTrack(): void {
    this.#lostTrack = true
    this.tick()
  }

  stop(): void {
    this.#stopped = true
    this.#alarm.stop()
  }

  /** Renews the lease and takes over what there is room for. */
  tick(): void {
    if (this.#stopped || this.#renewing) return
    this.#renewing = true
    this.#runtime.run(this.#renew(), (exit) => {
      this.#renewing = false
      // What closing broke off did not fail.
      if (this.#stopped) return
      if (Exit.isFailure(exit)) this.#runtime.troubles.met(renewing, storeErrorOf(exit.cause))
      else {
        this.#runtime.troubles.overcame(renewing)
        if (!this.isValid)
          this.#runtime.warn(
            `renewing the lease took longer than the lease of ${this.#terms.lasts} ms: no handler is started until it does not`,
            {
              code: "LeaseTooShort",
            },
          )
        this.#listener.renewed()
        this.#takeOver()
      }
      this.#alarm.set(this.#runtime.now() + this.#terms.renewedEvery)
    })
  }

  /** Takes over a page of what engines had that are gone; renewing the lease does not wait for that. */
  #takeOver(): void {
    if (this.#stopped || this.#takingOver) return
    this.#takingOver = true
    this.#runtime.run(this.#takeOverPage(), (exit) => {
      this.#takingOver = false
      if (this.#stopped) return
      if (Exit.isFailure(exit)) {
        const error = storeErrorOf(exit.cause)
        this.#runtime.troubles.met(takingOver, error)
        if (error.code === "StoreOutcomeUnknown") this.lostTrack()
        return
      }
      this.#runtime.troubles.overcame(takingOver)
      if (this.#workLeft && this.#listener.room() > 0) this.#takeOver()
      else if (this.#workLeft) this.#listener.awaitRoom()
    })
  }

  readonly #renew = Effect.fnUntraced(function* (this: Lease) {
    yield* this.#listener.beforeRenewal
    const { engines } = this.#store
    const before = this.#engine
    const offers = this.#listener.offers()
    const changed = offers === this.#offered ? undefined : offers
    let now = this.#runtime.now()
    if (this.#lostTrack) {
      this.#engine = yield* engines.register(now, this.#terms.lasts, offers)
      this.#lostTrack = false
      yield* engines.release(before)
    } else if (!(yield* engines.renew(before, now, this.#terms.lasts, changed))) {
      // Before anything else, and however long the store takes to give a new number: others have the work now.
      this.#validUntil = now
      this.#listener.lost()
      now = this.#runtime.now()
      this.#engine = yield* engines.register(now, this.#terms.lasts, offers)
    }
    this.#offered = offers
    this.#validUntil = now + this.#terms.lasts
    this.#shared = yield* engines.hasOthers(this.#engine, now)
  })

  readonly #takeOverPage = Effect.fnUntraced(function* (this: Lease) {
    this.#workLeft = false
    if (this.#listener.offers().length === 0) return
    const room = Math.min(pageSize, this.#listener.room())
    if (room === 0) {
      this.#workLeft = true
      return
    }
    const keys = yield* this.#store.instances.takeOver(this.#engine, this.#runtime.now(), room, this.#listener.offers())
    this.#workLeft = keys.length === room
    yield* whenAllDone(keys, this.#listener.recover)
  })
}
