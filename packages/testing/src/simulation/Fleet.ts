/**
 * The engines of a simulation, the time they share, and their comings and goings.
 */
import type { EngineOptions, Store } from "@millrace/engine"
import type { Model } from "@millrace/kernel"
import { Cause, Exit } from "effect"
import type { Seeded } from "../store/seeded.ts"
import type { Ledger } from "./Ledger.ts"
import { openSimulatedEngine, type SimulatedEngine } from "./SimulatedEngine.ts"
import { turns } from "./turns.ts"

export interface FleetOptions {
  readonly store: Store["Service"]
  readonly models: ReadonlyArray<Model>
  readonly ledger: Ledger
  readonly random: Seeded
  /** So many engines, while none is lost. */
  readonly engines: number
  /** And so many that do no work, but ask and are asked. */
  readonly clients: number
  readonly settings: Omit<EngineOptions, "models">
}

/** Trying once more helps then, and only then. */
const storeIsInTrouble = (cause: Cause.Cause<unknown>): boolean => {
  const error = Cause.squash(cause)
  return typeof error === "object" && error !== null && "_tag" in error && error._tag === "StoreError"
}

/** So many turns of the event loop in which nothing happens are rest. */
const restfulTurns = 12

/** What rests at all does so within a quarter of these turns. */
const restlessTurns = 500

export class Fleet {
  readonly #options: FleetOptions
  #engines: Array<SimulatedEngine> = []
  /** The time that passes for all; each engine's clock may be set ahead of it, or back. */
  #now = Date.UTC(2026, 0, 1)
  /** How far new engines' clocks are ahead, and the farthest that any was. */
  #ahead = 0
  #farthest = 0
  readonly #wakeAt = new Map<SimulatedEngine, number>()
  #changes = 0
  /** Of those on their way, whether they are clients. */
  readonly #opening: Array<boolean> = []
  #calm = false
  #restless: (time: number) => Promise<void> = async () => {}
  lives = 0

  constructor(options: FleetOptions) {
    this.#options = options
  }

  /** What clocks show that are right. */
  get now(): number {
    return this.#now + this.#ahead
  }

  /** The engines that live. */
  get engines(): ReadonlyArray<SimulatedEngine> {
    return this.#engines
  }

  /** One of those that live. */
  any(): SimulatedEngine | undefined {
    return this.#engines[this.#options.random.below(this.#engines.length)]
  }

  /** Handlers answer well from now on, and all clocks are right. `restless` is called for the first, second, … time while no rest comes. */
  calm(restless: (time: number) => Promise<void>): void {
    this.#calm = true
    this.#restless = restless
    this.#ahead = this.#farthest
    for (const { clock } of this.#engines) clock.jump(this.#ahead - clock.ahead)
    for (const engine of this.#wakeAt.keys()) this.#wake(engine)
  }

  /** Sets the clock of all engines forward or back, or that of one. */
  jump(milliseconds: number, all: boolean): void {
    const one = this.any()
    for (const { clock } of all ? this.#engines : one === undefined ? [] : [one]) clock.jump(milliseconds)
    if (all) this.#ahead += milliseconds
    this.#farthest = Math.max(this.#farthest, this.#ahead, ...this.#engines.map(({ clock }) => clock.ahead))
    this.#changes++
  }

  /** One engine stands still for a while. */
  stall(milliseconds: number): void {
    const engine = this.any()
    if (engine === undefined || this.#wakeAt.has(engine)) return
    engine.stall()
    this.#wakeAt.set(engine, this.#now + milliseconds)
  }

  #wake(engine: SimulatedEngine): void {
    this.#wakeAt.delete(engine)
    engine.wake(this.#now)
    this.#changes++
  }

  /** Opens engines until there are as many as there should be. What the store refuses is tried another time. */
  async replenish(): Promise<void> {
    const { store, models, ledger, random, engines, clients, settings } = this.#options
    const missing = (client: boolean) =>
      (client ? clients : engines) -
      this.#opening.filter((one) => one === client).length -
      this.#engines.filter((one) => one.client === client).length
    let refused: unknown
    while (missing(false) > 0 || missing(true) > 0) {
      if (refused !== undefined) throw refused
      const client = missing(false) <= 0
      this.#opening.push(client)
      void openSimulatedEngine({
        life: ++this.lives,
        store,
        models,
        ledger,
        random,
        now: this.#now,
        ahead: this.#ahead,
        calm: () => this.#calm,
        stir: () => this.#changes++,
        settings: { ...settings, client },
      }).then((opened) => {
        this.#opening.splice(this.#opening.indexOf(client), 1)
        this.#changes++
        if (Exit.isSuccess(opened)) {
          const { clock } = opened.value
          clock.moveTo(this.#now)
          if (this.#calm) clock.jump(this.#ahead - clock.ahead)
          this.#engines.push(opened.value)
        } else if (!storeIsInTrouble(opened.cause)) refused = Cause.squash(opened.cause)
      })
      await turns(2)
    }
  }

  /** One engine is killed, is killed without others noticing before its lease is over, or is closed. */
  async lose(how: "kill" | "vanish" | "close"): Promise<void> {
    const lost = this.any()
    if (lost === undefined) return
    if (how !== "close") {
      this.#wakeAt.delete(lost)
      this.#engines = this.#engines.filter((engine) => engine !== lost)
      return lost.kill(how === "kill")
    }
    void lost.close().then(() => {
      this.#engines = this.#engines.filter((engine) => engine !== lost)
    })
  }

  /** Lets time pass: from one wake-up to the next, or in one jump, as when a machine sleeps. */
  async pass(milliseconds: number, stepwise: boolean): Promise<void> {
    const target = this.#now + milliseconds
    for (let next = this.#next(); stepwise && next !== undefined && next <= target; next = this.#next()) {
      this.#moveTo(next)
      await turns(this.#options.random.below(8))
    }
    this.#moveTo(target)
  }

  /** The same, and everything rests between one wake-up and the next. */
  async passCalmly(milliseconds: number): Promise<void> {
    const target = this.#now + milliseconds
    await this.rest()
    for (let next = this.#next(); next !== undefined && next <= target; next = this.#next()) {
      this.#moveTo(next)
      await this.rest()
    }
    this.#moveTo(target)
    await this.rest()
  }

  /** Resolves when nothing happens any more but what waits for time. */
  async rest(): Promise<void> {
    for (let quiet = 0, turn = 1, seen = this.#changes; quiet < restfulTurns; quiet++, turn++) {
      await turns(1)
      if (turn % restlessTurns === 0) await this.#restless(turn / restlessTurns)
      if (seen !== this.#changes) quiet = 0
      seen = this.#changes
    }
  }

  /** The simulation is over. */
  async scatter(): Promise<void> {
    for (const engine of this.#engines) await engine.kill(true)
    this.#engines = []
  }

  #next(): number | undefined {
    const times = this.#engines.flatMap((engine) => (engine.stalled() ? (this.#wakeAt.get(engine) ?? []) : (engine.clock.next ?? [])))
    return times.length === 0 ? undefined : Math.min(...times)
  }

  #moveTo(time: number): void {
    this.#now = Math.max(this.#now, time)
    this.#changes++
    for (const [engine, at] of this.#wakeAt) if (at <= this.#now) this.#wake(engine)
    for (const engine of this.#engines) if (!engine.stalled()) engine.clock.moveTo(this.#now)
  }
}
