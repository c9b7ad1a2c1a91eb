/** Delays between attempts stay sensible for every policy. */
import { describe, expect, it } from "vitest"
import { defaultRetry, retryDelay } from "../src/index.ts"

describe("retryDelay", () => {
  it("grows by the factor up to the longest delay", () => {
    const policy = { ...defaultRetry, jitter: 0, delay: 1000, factor: 2, maxDelay: 5000 }
    expect([1, 2, 3, 4, 5000].map((attempt) => retryDelay(policy, attempt, "job"))).toEqual([1000, 2000, 4000, 5000, 5000])
  })

  it("stays nothing when it is nothing, however often the attempts fail", () => {
    expect(retryDelay({ ...defaultRetry, delay: 0 }, 5000, "job")).toBe(0)
  })

  it("is never so long that its end is no date any more", () => {
    const delay = retryDelay({ ...defaultRetry, delay: 1e300, maxDelay: 1e300 }, 9, "job")
    expect(new Date(Date.UTC(2100, 0, 1) + delay).getTime()).not.toBeNaN()
  })

  it("spreads jobs by chance, the same way each time", () => {
    const policy = { ...defaultRetry, jitter: 1 }
    expect(retryDelay(policy, 1, "a")).toBe(retryDelay(policy, 1, "a"))
    expect(retryDelay(policy, 1, "a")).not.toBe(retryDelay(policy, 1, "b"))
  })
})
