/**
 * A clock that stands still until a test moves it. Unlike Effect's `TestClock` it tells when its next sleeper wakes,
 * so that a test goes from one wake-up to the next and lets everything settle in between: a year passes at once, and
 * nothing is skipped.
 */
import { type Clock, Duration, Effect } from "effect"

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

export class VirtualClock implements Clock.Clock {
  #now: number
  /** How far the clock was set ahead of the time that has passed, or back. */
  #ahead = 0
  readonly #sleepers = new Set<Sleeper>()

  /** Begins at `now`, in milliseconds since the epoch. */
  constructor(now: number) {
    this.#now = now
  }

  /** When the next sleeper wakes, by the time that passes. */
  get next(): number | undefined {
    let next: number | undefined
    for (const { at } of this.#sleepers) if (next === undefined || at < next) next = at
    return next
  }

  /** Moves to `time`, if that is later, and wakes whoever slept until then. */
  moveTo(time: number): void {
    this.#now = Math.max(this.#now, time)
    const due = [...this.#sleepers].filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at)
    for (const sleeper of due) {
      this.#sleepers.delete(sleeper)
      sleeper.wake()
    }
  }

  /** Sets the clock forward or back, as people and time servers do. Whoever sleeps sleeps as long as before. */
  jump(milliseconds: number): void {
    this.#ahead += milliseconds
  }

  /** By how much it was set forward, in all. */
  get ahead(): number {
    return this.#ahead
  }

  /** Nobody who sleeps by this clock wakes any more. */
  stop(): void {
    this.#sleepers.clear()
  }

  currentTimeMillisUnsafe(): number {
    return this.#now + this.#ahead
  }
  currentTimeNanosUnsafe(): bigint {
    return BigInt(Math.floor(this.currentTimeMillisUnsafe() * 1000)) * 1000n
  }
  monotonicTimeNanosUnsafe(): bigint {
    return BigInt(Math.floor(this.#now * 1000)) * 1000n
  }
  readonly currentTimeMillis = Effect.sync(() => this.currentTimeMillisUnsafe())
  readonly currentTimeNanos = Effect.sync(() => this.currentTimeNanosUnsafe())
  readonly monotonicTimeNanos = Effect.sync(() => this.monotonicTimeNanosUnsafe())

  sleep(duration: Duration.Duration): Effect.Effect<void> {
    return Effect.callback((resume) => {
      const milliseconds = Duration.toMillis(duration)
      if (milliseconds <= 0) return resume(Effect.void)
      const sleeper: Sleeper = { at: this.#now + milliseconds, wake: () => resume(Effect.void) }
      this.#sleepers.add(sleeper)
      return Effect.sync(() => {
        this.#sleepers.delete(sleeper)
      })
    })
  }
}
