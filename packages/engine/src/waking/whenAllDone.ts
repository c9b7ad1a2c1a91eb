/**
 * Does something with each of many items, and waits until each has been answered.
 */
import { Effect } from "effect"

/** `act` calls `done` once, at once or later. */
export const whenAllDone = <T>(items: ReadonlyArray<T>, act: (item: T, done: () => void) => void): Effect.Effect<void> =>
  items.length === 0
    ? Effect.void
    : Effect.callback((resume) => {
        let left = items.length
        const done = () => {
          if (--left === 0) resume(Effect.void)
        }
        for (const item of items) act(item, done)
      })
