/**
 * Who waits for the end of an instance.
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

/** How many instances are looked up at a time that may have ended elsewhere. */
const pageSize = 200

export class Endings {
  readonly #instances: InstancePort
  readonly #isHot: (key: number) => boolean
  readonly #runtime: Runtime
  readonly #interval: number
  readonly #alarm: Alarm
  readonly #waiters = new ChurnMap<ReadonlyArray<Waiter>>()

  constructor(instances: InstancePort, runtime: Runtime, interval: number, isHot: (key: number) => boolean) {
    this.#instances = instances
    this.#isHot = isHot
    this.#runtime = runtime
    this.#interval = interval
    this.#alarm = new Alarm(runtime, () => this.#look())
  }

  /** Waits until the instance has ended, here or in another engine. */
  readonly of = (key: number): Effect.Effect<Ending, EngineError | StoreError> =>
    Effect.callback((resume) => {
      const waiter: Waiter = (end) => {
        this.#remove(key, waiter)
        resume(end)
      }
      this.#add(key, waiter)
      if (!this.#isHot(key)) this.#lookUp(key, waiter)
      // Also what is in memory now may come to rest here and end in another engine.
      this.#alarm.set(this.#runtime.now() + this.#interval)
      return Effect.sync(() => this.#remove(key, waiter))
    })

  /** How many wait. */
  get size(): number {
    return this.#waiters.entries().reduce((size, [, waiters]) => size + waiters.length, 0)
  }

  /** The instance has ended in this engine. */
  ended(key: number, ending: Ending): void {
    const waiters = this.#waiters.get(key)
    if (waiters === undefined) return
    this.#waiters.delete(key)
    for (const waiter of waiters) waiter(Effect.succeed(ending))
  }

  stop(): void {
    this.#alarm.stop()
  }

  /** Nobody will hear of an end from here any more. */
  fail(error: EngineError): void {
    for (const [, waiters] of this.#waiters.entries()) for (const waiter of waiters) waiter(Effect.fail(error))
  }

  #add(key: number, waiter: Waiter): void {
    this.#waiters.set(key, [...(this.#waiters.get(key) ?? []), waiter])
  }

  #remove(key: number, waiter: Waiter): void {
    const left = this.#waiters.get(key)?.filter((other) => other !== waiter)
    if (left === undefined) return
    if (left.length === 0) this.#waiters.delete(key)
    else this.#waiters.set(key, left)
  }

  #lookUp(key: number, waiter: Waiter): void {
    this.#runtime.run(this.#instances.byKey(key), (exit) => {
      if (Exit.isFailure(exit)) waiter(Effect.failCause(exit.cause))
      else {
        const ending = exit.value && endingOf(exit.value)
        if (ending !== undefined) waiter(Effect.succeed(ending))
      }
    })
  }

  /** Any instance may have ended in another engine, also one that is in memory here: a page of them is looked up at a time. */
  #look(): void {
    let looked = 0
    for (const [key, waiters] of this.#waiters.entries()) {
      if (looked++ === pageSize) break
      // Those looked up go to the end of the line.
      this.#waiters.delete(key)
      this.#waiters.set(key, waiters)
      this.#runtime.run(this.#instances.byKey(key), (exit) => {
        const ending = Exit.isSuccess(exit) && exit.value !== undefined ? endingOf(exit.value) : undefined
        if (ending !== undefined) this.ended(key, ending)
      })
    }
    if (this.#waiters.size > 0) this.#alarm.set(this.#runtime.now() + this.#interval)
  }
}

/** How the instance ended, if it has. */
export const endingOf = (row: InstanceRow): Ending | undefined =>
  row.status === "active" || row.status === "terminating" ? undefined : { status: row.status, result: row.result ?? "null" }
