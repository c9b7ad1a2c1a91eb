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

  /**
   * Gives the time of the next sweep. Timers and jobs are seen to side by side where the store is far away: each waits for it many times.
   * A store that does one thing at a time would only make every timer wait for the jobs. Measured: 5,000 wake twice as late.
   */
  readonly #take = Effect.fnUntraced(function* (this: Waker) {
    const { timers, jobs } = this.#store
    const definitions = this.#listener.offers()
    const room = Math.min(pageSize, this.#listener.room())
    const asOf = this.#runtime.now()
    // What fails stops nothing of the other: jobs that were given have to be known.
    const both = [Effect.exit(this.#fireTimers(definitions)), Effect.exit(this.#takeJobs(definitions, room, asOf))] as const
    const [fired, took] = yield* Effect.all(both, { concurrency: this.#store.log.parallelism > 1 ? 2 : 1 })
    const { refused, more } = yield* fired
    const taken = yield* took
    const now = this.#runtime.now()
    // What could not be fired is still due: trying at once would never end.
    if (refused) return now + this.#patience
    if (more) return now
    if (taken === room) {
      if (this.#listener.room() > 0) return now
      this.#listener.awaitRoom()
    }
    const [timerDue = Number.POSITIVE_INFINITY, nextJob = Number.POSITIVE_INFINITY] = yield* Effect.all(
      [timers.nextDue(definitions), jobs.nextDue(this.#listener.busyHandlers(), definitions)],
      { concurrency: 2 },
    )
    const nextTimer = this.#left > 0 ? now + this.#patience : timerDue
    if (nextJob > asOf) return Math.min(nextTimer, nextJob)
    // There was room, and there are rows that were due: another engine was looking at them. It may not take them all.
    if (taken < room) return Math.min(nextTimer, now + contendedAgain)
    // Rows wait for room, which says when it is there.
    return nextTimer
  })

  /** Fires a page of timers that are due: whether one could not be fired, and whether there are more. */
  readonly #fireTimers = Effect.fnUntraced(function* (this: Waker, definitions: ReadonlyArray<number>) {
    const limit = pageSize + this.#left
    const asOf = this.#runtime.now()
    const due = yield* this.#store.timers.due(asOf, limit, definitions)
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
    return { refused, more: due.length === limit }
  })

  /** Takes jobs whose time has come, as many as there is room for, and hands them out: how many. */
  readonly #takeJobs = Effect.fnUntraced(function* (this: Waker, definitions: ReadonlyArray<number>, room: number, asOf: number) {
    if (room === 0) return 0
    const asked = {
      engine: this.#listener.engine(),
      now: asOf,
      limit: room,
      busy: this.#listener.busyHandlers(),
      definitions,
    }
    const taken = yield* Effect.tapError(this.#store.jobs.take(asked), (error) =>
      Effect.sync(() => error.code === "StoreOutcomeUnknown" && this.#listener.lostTrack()),
    )
    yield* whenAllDone(taken, this.#listener.deliver)
    return taken.length
  })

  /** Most of them were fired by another engine, and their rows are gone with that: only a damaged store keeps some. */
  readonly #clear = Effect.fnUntraced(function* (this: Waker, strays: ReadonlyArray<RowRef>, definitions: ReadonlyArray<number>) {
    const left = yield* this.#store.timers.due(this.#runtime.now(), pageSize, definitions)
    const there = new Set(left.map(({ key, id }) => `${key}/${id}`))
    const rows = strays.filter(({ key, id }) => there.has(`${key}/${id}`))
    if (rows.length > 0) yield* this.#listener.remove(rows)
  })
}
