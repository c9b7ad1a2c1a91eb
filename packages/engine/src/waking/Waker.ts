/**
 * Wakes instances: fires timers that are due and takes job rows whose time has come. Announced times are a short
 * cut; a sweep finds everything without them.
 */
import { Effect, Exit } from "effect"
import { Alarm } from "../Alarm.ts"
import { Holds } from "../collections/Holds.ts"
import { storeErrorOf } from "../commit/GroupCommit.ts"
import type { Runtime } from "../Runtime.ts"
import type { RowRef } from "../store/Rows.ts"
import type { Store, TakenJob } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"
import { whenAllDone } from "./whenAllDone.ts"

/** How many rows are taken at a time. */
const pageSize = 500

const sweeping = "timers and jobs that are due could not be looked for"

/** Milliseconds until rows are looked at again that another engine was looking at. */
const contendedAgain = 50

/**
 * What became of a timer's row: it is gone with the commit that fired it; the store took nothing; its instance could not
 * go on here, though the store is well; or the instance has no such timer, since another engine fired it meanwhile, or
 * the store is damaged.
 */
export type Fired = "gone" | "refused" | "left" | "stray"

export interface WakeListener {
  readonly engine: () => number
  /** The definitions whose instances this engine does the work of. */
  readonly offers: () => ReadonlyArray<number>
  /** Fires the timer; `done` is called when that is durable. */
  readonly fire: (timer: RowRef, done: (became: Fired) => void) => void
  /** Removes rows of timers that their instances do not have. */
  readonly remove: (timers: ReadonlyArray<RowRef>) => Effect.Effect<void, StoreError>
  /** Hands the job out, anew where it is orphaned. */
  readonly deliver: (job: TakenJob, done: () => void) => void
  /** How many jobs there is room for, and of which handlers there is none. */
  readonly room: () => number
  readonly busyHandlers: () => ReadonlyArray<string>
  /** Asks for a sweep when there is room again. */
  readonly awaitRoom: () => void
  /** The store did not say which jobs it gave. */
  readonly lostTrack: () => void
}

export class Waker {
  readonly #store: Store["Service"]
  readonly #runtime: Runtime
  readonly #sweepInterval: number
  readonly #listener: WakeListener
  readonly #alarm: Alarm
  /** Instances whose timers cannot be fired here now: they are tried less often each time, and hold up no others. */
  readonly #holds = new Holds()
  /** So many timers that are due were left where they are: those of others stand behind them. */
  #left = 0
  #busy = false
  #again = false
  #stopped = false

  constructor(store: Store["Service"], runtime: Runtime, sweepInterval: number, listener: WakeListener) {
    this.#store = store
    this.#runtime = runtime
    this.#sweepInterval = sweepInterval
    this.#listener = listener
    this.#alarm = new Alarm(runtime, () => this.sweep())
  }

  /** Something is due at `time`. */
  wakeAt(time: number): void {
    if (this.#stopped) return
    if (time > this.#runtime.now()) this.#alarm.set(time)
    else this.sweep()
  }

  /** How long after trouble the next sweep is. */
  get #patience(): number {
    return Math.min(1000, this.#sweepInterval)
  }

  get busy(): boolean {
    return this.#busy
  }

  stop(): void {
    this.#stopped = true
    this.#alarm.stop()
  }

  /** Takes what is due now. */
  sweep(): void {
    if (this.#stopped) return
    if (this.#busy) {
      this.#again = true
      return
    }
    this.#busy = true
    this.#again = false
    this.#runtime.run(this.#take(), (exit) => {
      this.#busy = false
      // What closing broke off did not fail.
      if (this.#stopped) return
      const now = this.#runtime.now()
      if (Exit.isFailure(exit)) {
        this.#runtime.troubles.met(sweeping, storeErrorOf(exit.cause))
        this.#alarm.set(now + this.#patience)
        return
      }
      this.#runtime.troubles.overcame(sweeping)
      if (this.#again || exit.value <= now) this.sweep()
      else this.#alarm.set(Math.min(exit.value, now + this.#sweepInterval))
    })
  }

  /** Gives the time of the next sweep. */
  readonly #take = Effect.fnUntraced(function* (this: Waker) {
    const { timers, jobs } = this.#store
    const definitions = this.#listener.offers()
    const limit = pageSize + this.#left
    const asOf = this.#runtime.now()
    const due = yield* timers.due(asOf, limit, definitions)
    const wanted = due.filter(({ key }) => !this.#holds.has(String(key), asOf))
    let refused = false
    this.#left = due.length - wanted.length
    const strays: Array<RowRef> = []
    yield* whenAllDone(wanted, (timer, done) =>
      this.#listener.fire(timer, (became) => {
        refused ||= became === "refused"
        if (became === "stray") strays.push(timer)
        if (became === "gone") this.#holds.release(String(timer.key))
        if (became === "left") {
          this.#left++
          this.#holds.hold(String(timer.key), this.#runtime.now())
        }
        done()
      }),
    )
    if (strays.length > 0) yield* this.#clear(strays, definitions)
    const room = Math.min(pageSize, this.#listener.room())
    let taken: ReadonlyArray<TakenJob> = []
    if (room > 0) {
      taken = yield* Effect.tapError(
        jobs.take({
          engine: this.#listener.engine(),
          now: this.#runtime.now(),
          limit: room,
          busy: this.#listener.busyHandlers(),
          definitions,
        }),
        (error) => Effect.sync(() => error.code === "StoreOutcomeUnknown" && this.#listener.lostTrack()),
      )
      yield* whenAllDone(taken, this.#listener.deliver)
    }
    const now = this.#runtime.now()
    // What could not be fired is still due: trying at once would never end.
    if (refused) return now + this.#patience
    if (due.length === limit) return now
    if (taken.length === room) {
      if (this.#listener.room() > 0) return now
      this.#listener.awaitRoom()
    }
    const nextTimer = this.#left > 0 ? now + this.#patience : ((yield* timers.nextDue(definitions)) ?? Number.POSITIVE_INFINITY)
    const nextJob = (yield* jobs.nextDue(this.#listener.busyHandlers(), definitions)) ?? Number.POSITIVE_INFINITY
    if (nextJob > now) return Math.min(nextTimer, nextJob)
    // There was room, and there are rows that are due: another engine was looking at them. It may not take them all.
    if (taken.length < room) return Math.min(nextTimer, now + contendedAgain)
    // Rows wait for room, which says when it is there.
    return nextTimer
  })

  /** Most of them were fired by another engine, and their rows are gone with that: only a damaged store keeps some. */
  readonly #clear = Effect.fnUntraced(function* (this: Waker, strays: ReadonlyArray<RowRef>, definitions: ReadonlyArray<number>) {
    const left = yield* this.#store.timers.due(this.#runtime.now(), pageSize, definitions)
    const there = new Set(left.map(({ key, id }) => `${key}/${id}`))
    const rows = strays.filter(({ key, id }) => there.has(`${key}/${id}`))
    if (rows.length > 0) yield* this.#listener.remove(rows)
  })
}
