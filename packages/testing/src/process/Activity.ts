/**
 * Whether anything is going on in an engine under test: its calls to the store, and its handlers. A test waits until
 * nothing is, and does not wait for ever for a handler that never answers.
 */
import { Effect } from "effect"

/** How many turns of the event loop in which nothing happens are rest. */
const restfulTurns = 10
/** How long (real milliseconds) a test waits for a handler that answers later. */
const patience = 100

export class Activity {
  #changes = 0
  #underWay = 0
  /** Running handlers, with the real time until which the test waits for them. */
  readonly #handlers = new Map<object, { readonly isEffect: boolean; waitedForUntil: number }>()

  /** The effect, watched. */
  readonly call = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      this.#changes++
      this.#underWay++
      return Effect.onExit(effect, () =>
        Effect.sync(() => {
          this.#changes++
          this.#underWay--
        }),
      )
    })

  /** Watches what a handler returned, and gives it back. */
  handler(returned: unknown): unknown {
    this.#changes++
    const run = {}
    const end = () => {
      this.#changes++
      this.#handlers.delete(run)
    }
    const begin = (isEffect: boolean) => this.#handlers.set(run, { isEffect, waitedForUntil: performance.now() + patience })
    if (Effect.isEffect(returned)) {
      begin(true)
      return Effect.onExit(returned as Effect.Effect<unknown, unknown>, () => Effect.sync(end))
    }
    if (returned instanceof Promise) {
      begin(false)
      returned.then(end, end)
    }
    return returned
  }

  /** Virtual time went on: an Effect that slept may be at work again. */
  timePassed(): void {
    this.#changes++
    for (const run of this.#handlers.values()) if (run.isEffect) run.waitedForUntil = performance.now() + patience
  }

  /** Resolves when nothing is going on but handlers that do not answer. */
  rest(): Promise<void> {
    return new Promise((resolve) => {
      let turns = 0
      let seen = this.#changes
      const look = () => {
        const now = performance.now()
        const isWaiting = [...this.#handlers.values()].some(({ waitedForUntil }) => now < waitedForUntil)
        turns = this.#changes === seen && this.#underWay === 0 && !isWaiting ? turns + 1 : 0
        seen = this.#changes
        if (turns > restfulTurns) resolve()
        else setImmediate(look)
      }
      setImmediate(look)
    })
  }
}
