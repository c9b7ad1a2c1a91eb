/**
 * The engine's lease on its work: renewed in time, and the work of engines that are gone taken over.
 */
import { Effect, Exit } from "effect"
import { Alarm } from "../Alarm.ts"
import { storeErrorOf } from "../commit/GroupCommit.ts"
import type { Runtime } from "../Runtime.ts"
import type { Store } from "../store/Store.ts"

/** How many instances are taken over at a time. */
const pageSize = 500

export interface LeaseListener {
  /** Brings the open work of these instances to life again. */
  readonly recover: (key: number, done: () => void) => void
  readonly room: () => number
  /** Asks to be told when there is room again. */
  readonly awaitRoom: () => void
  /** The lease was lost: whatever runs here may run elsewhere too. */
  readonly lost: () => void
}

export class Lease {
  readonly #store: Store["Service"]
  readonly #runtime: Runtime
  readonly #leaseTime: number
  readonly #listener: LeaseListener
  readonly #alarm: Alarm
  #engine: number
  #busy = false
  #stopped = false
  /** The last look found more than there was room for. */
  #workLeft = false

  constructor(store: Store["Service"], runtime: Runtime, leaseTime: number, engine: number, listener: LeaseListener) {
    this.#store = store
    this.#runtime = runtime
    this.#leaseTime = leaseTime
    this.#engine = engine
    this.#listener = listener
    this.#alarm = new Alarm(runtime, () => this.tick())
  }

  /** The number under which the engine works. */
  get engine(): number {
    return this.#engine
  }

  get busy(): boolean {
    return this.#busy
  }

  /** There is room for work again. */
  roomFreed(): void {
    if (this.#workLeft) this.tick()
  }

  stop(): void {
    this.#stopped = true
    this.#alarm.stop()
  }

  /** Renews the lease and takes over what there is room for. */
  tick(): void {
    if (this.#stopped || this.#busy) return
    this.#busy = true
    this.#runtime.run(this.#renewAndTakeOver(), (exit) => {
      this.#busy = false
      const now = this.#runtime.now()
      if (Exit.isFailure(exit))
        this.#runtime.warn("the lease could not be renewed; this is repeated", { reason: storeErrorOf(exit.cause).message })
      if (this.#workLeft && this.#listener.room() > 0) return this.tick()
      if (this.#workLeft) this.#listener.awaitRoom()
      this.#alarm.set(now + this.#leaseTime / 3)
    })
  }

  readonly #renewAndTakeOver = Effect.fnUntraced(function* (this: Lease) {
    const { engines, instances } = this.#store
    this.#workLeft = false
    const now = this.#runtime.now()
    if (!(yield* engines.renew(this.#engine, now, this.#leaseTime))) {
      this.#engine = yield* engines.register(now, this.#leaseTime)
      this.#listener.lost()
    }
    const room = Math.min(pageSize, this.#listener.room())
    if (room === 0) {
      this.#workLeft = true
      return
    }
    const keys = yield* instances.takeOver(this.#engine, now, room)
    this.#workLeft = keys.length === room
    if (keys.length === 0) return
    yield* Effect.callback<void>((resume) => {
      let left = keys.length
      for (const key of keys) {
        this.#listener.recover(key, () => {
          if (--left === 0) resume(Effect.void)
        })
      }
    })
  })
}
