/**
 * Who waits for a user task to open.
 */
import { Effect } from "effect"

export class TaskWatch {
  #opened = 0
  readonly #waiting = new Map<number, Set<() => void>>()

  /** How many tasks have opened so far: taken before looking, given to `next` where nothing was found. */
  get count(): number {
    return this.#opened
  }

  /** A task of the instance has opened. */
  opened(key: number): void {
    this.#opened++
    for (const wake of this.#waiting.get(key) ?? []) wake()
  }

  /** Ends when a task of the instance opens, or at once if any task has opened since `count`. */
  readonly next = (key: number, count: number): Effect.Effect<void> =>
    Effect.callback((resume) => {
      if (count !== this.#opened) {
        resume(Effect.void)
        return
      }
      const waiting = this.#waiting.get(key) ?? new Set()
      const remove = () => {
        waiting.delete(wake)
        if (waiting.size === 0) this.#waiting.delete(key)
      }
      const wake = () => {
        remove()
        resume(Effect.void)
      }
      this.#waiting.set(key, waiting.add(wake))
      return Effect.sync(remove)
    })
}
