/**
 * Who waits for the end of an instance. What ends here is told at once; what may end elsewhere is heard of, or found by
 * looking: all that are due in one query, soon at first, then less often.
 */
import { Effect, Exit } from "effect"
import { Alarm } from "../Alarm.ts"
import { ChurnMap } from "../collections/ChurnMap.ts"
import type { EngineError } from "../EngineError.ts"
import type { Ending } from "../instance/PendingCommit.ts"
import type { Runtime } from "../Runtime.ts"
import type { InstanceRow } from "../store/Rows.ts"
import type { InstancePort } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"

type Waiter = (end: Effect.Effect<Ending, EngineError | StoreError>) => void

/** Who waits for one instance, and when somebody looks for its end the next time. */
interface Awaited {
  waiters: ReadonlyArray<Waiter>
  due: number
  interval: number
}

/** How many instances are looked up at a time. */
const pageSize = 500

/** Milliseconds between looks where there are other engines: at first, at most, and by what they grow. */
export const looks = { first: 50, most: 1000, factor: 1.5 } as const

export interface EndingsOptions {
  readonly instances: InstancePort
  readonly runtime: Runtime
  /** Milliseconds between looks where there are no other engines. */
  readonly sweepInterval: number
  /** Whether the instance is in memory: then it most likely ends here. */
  readonly isHot: (key: number) => boolean
  readonly isShared: () => boolean
}

export class Endings {
  readonly #options: EndingsOptions
  readonly #runtime: Runtime
  readonly #alarm: Alarm
  readonly #awaited = new ChurnMap<Awaited>()
  #looking = false

  constructor(options: EndingsOptions) {
    this.#options = options
    this.#runtime = options.runtime
    this.#alarm = new Alarm(options.runtime, () => this.#look())
  }

  /** Waits until the instance has ended, here or in another engine. */
  readonly of = (key: number): Effect.Effect<Ending, EngineError | StoreError> =>
    Effect.callback((resume) => {
      const waiter: Waiter = (end) => {
        this.#remove(key, waiter)
        resume(end)
      }
      this.#add(key, waiter)
      if (!this.#options.isHot(key)) this.#lookUp(key, waiter)
      return Effect.sync(() => this.#remove(key, waiter))
    })

  /** How many wait. */
  get size(): number {
    return this.#awaited.entries().reduce((size, [, { waiters }]) => size + waiters.length, 0)
  }

  isAwaited(key: number): boolean {
    return this.#awaited.has(key)
  }

  /** The instance has ended in this engine, or was seen to have. */
  ended(key: number, ending: Ending): void {
    const awaited = this.#awaited.get(key)
    if (awaited === undefined) return
    this.#awaited.delete(key)
    for (const waiter of awaited.waiters) waiter(Effect.succeed(ending))
  }

  /** Another engine says that these have ended. */
  heard(keys: ReadonlyArray<number>): void {
    const known = keys.filter((key) => this.#awaited.has(key))
    if (known.length > 0) this.#runtime.run(this.#read(known))
  }

  /** There are other engines from now on: whatever is waited for may end in them. */
  joined(): void {
    const now = this.#runtime.now()
    for (const [, awaited] of this.#awaited.entries()) {
      awaited.due = now
      awaited.interval = looks.first
    }
    if (this.#awaited.size > 0) this.#alarm.set(now)
  }

  stop(): void {
    this.#alarm.stop()
  }

  /** Nobody will hear of an end from here any more. */
  fail(error: EngineError): void {
    for (const [, { waiters }] of this.#awaited.entries()) for (const waiter of waiters) waiter(Effect.fail(error))
  }

  #add(key: number, waiter: Waiter): void {
    const interval = this.#options.isShared() ? looks.first : this.#options.sweepInterval
    const due = this.#runtime.now() + interval
    const awaited = this.#awaited.get(key)
    if (awaited === undefined) this.#awaited.set(key, { waiters: [waiter], due, interval })
    else {
      awaited.waiters = [...awaited.waiters, waiter]
      awaited.due = Math.min(awaited.due, due)
      awaited.interval = interval
    }
    this.#alarm.set(due)
  }

  #remove(key: number, waiter: Waiter): void {
    const awaited = this.#awaited.get(key)
    if (awaited === undefined) return
    awaited.waiters = awaited.waiters.filter((other) => other !== waiter)
    if (awaited.waiters.length === 0) this.#awaited.delete(key)
  }

  #lookUp(key: number, waiter: Waiter): void {
    this.#runtime.run(this.#options.instances.byKey(key), (exit) => {
      if (Exit.isFailure(exit)) waiter(Effect.failCause(exit.cause))
      else {
        const ending = exit.value && endingOf(exit.value)
        if (ending !== undefined) waiter(Effect.succeed(ending))
      }
    })
  }

  /** Looks for the ends that are due for a look; what is in memory here is looked for least often. */
  #look(): void {
    if (this.#looking) return
    const now = this.#runtime.now()
    const most = this.#options.isShared() ? looks.most : this.#options.sweepInterval
    const due: Array<number> = []
    let next = Number.POSITIVE_INFINITY
    for (const [key, awaited] of this.#awaited.entries()) {
      if (awaited.due <= now) {
        due.push(key)
        awaited.interval = this.#options.isHot(key) ? most : Math.min(most, awaited.interval * looks.factor)
        awaited.due = now + awaited.interval
      }
      next = Math.min(next, awaited.due)
    }
    this.#looking = true
    this.#runtime.run(this.#read(due), () => {
      this.#looking = false
      if (this.#awaited.size > 0) this.#alarm.set(Math.max(next, this.#runtime.now()))
    })
  }

  readonly #read = Effect.fnUntraced(function* (this: Endings, keys: ReadonlyArray<number>) {
    for (let from = 0; from < keys.length; from += pageSize) {
      const rows = yield* Effect.exit(this.#options.instances.byKeys(keys.slice(from, from + pageSize)))
      // The next look asks again.
      if (Exit.isFailure(rows)) return
      for (const row of rows.value) {
        const ending = endingOf(row)
        if (ending !== undefined) this.ended(row.key, ending)
      }
    }
  })
}

/** How the instance ended, if it has. */
export const endingOf = (row: InstanceRow): Ending | undefined =>
  row.status === "active" || row.status === "terminating" ? undefined : { status: row.status, result: row.result ?? "null" }
