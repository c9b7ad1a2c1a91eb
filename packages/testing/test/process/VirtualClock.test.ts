/** The virtual clock: it stands still, and wakes sleepers in order when it is moved. */
import { Clock, Effect } from "effect"
import { expect, it } from "vitest"
import { VirtualClock } from "../../src/index.ts"

it("wakes sleepers in the order of their times, each at its time or later", async () => {
  const clock = new VirtualClock(1000)
  const woken: Array<string> = []
  const sleep = (name: string, milliseconds: number) =>
    Effect.runPromise(
      Effect.sleep(milliseconds).pipe(
        Effect.andThen(Clock.currentTimeMillis),
        Effect.map((now) => woken.push(`${name} at ${now}`)),
        Effect.provideService(Clock.Clock, clock),
      ),
    )
  const all = [sleep("second", 20), sleep("first", 10), sleep("never", 1000)]
  await new Promise(setImmediate)
  expect(clock.next).toBe(1010)
  clock.moveTo(1025)
  await Promise.all(all.slice(0, 2))
  expect(woken).toEqual(["first at 1025", "second at 1025"])
  expect(clock.next).toBe(2000)
  clock.stop()
  expect(clock.next).toBeUndefined()
})

it("does not go back, and tells all its times alike", () => {
  const clock = new VirtualClock(1000)
  clock.moveTo(500)
  expect(clock.currentTimeMillisUnsafe()).toBe(1000)
  expect(clock.currentTimeNanosUnsafe()).toBe(1_000_000_000n)
  expect(clock.monotonicTimeNanosUnsafe()).toBe(1_000_000_000n)
})
