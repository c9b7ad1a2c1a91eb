import { describe, expect, it } from "vitest"
import { IdleCache } from "../../src/instance/IdleCache.ts"

const idle = (key: number, characters: number) => ({ key, snapshotLength: 0, tailLength: 0, values: { length: characters } })
const keysOf = (cache: IdleCache<ReturnType<typeof idle>>) => [1, 2, 3, 4, 5].filter((key) => cache.peek(key) !== undefined)

describe("the idle instances in memory", () => {
  it("are those that were used last, so many at most", () => {
    const cache = new IdleCache<ReturnType<typeof idle>>(3)
    for (const key of [1, 2, 3]) cache.put(idle(key, 10))
    const first = cache.take(1)
    if (first !== undefined) cache.put(first)
    cache.put(idle(4, 10))
    expect(keysOf(cache)).toEqual([1, 3, 4])
  })

  it("are fewer where they are large", () => {
    const cache = new IdleCache<ReturnType<typeof idle>>(3)
    const large = 7 * 1024 * 1024
    for (const key of [1, 2, 3]) cache.put(idle(key, large))
    expect(keysOf(cache)).toEqual([2, 3])
    cache.put(idle(4, 10 * large))
    expect(keysOf(cache)).toEqual([])
    // What left took its share with it.
    for (const key of [1, 2, 5]) cache.put(idle(key, 10))
    expect(keysOf(cache)).toEqual([1, 2, 5])
  })
})
