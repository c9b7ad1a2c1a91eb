/**
 * Pattern 28, blocking discriminator: as 9, and later entries wait until reset.
 *
 *   start ─> fork ─> left ─> a ─> join ─> after ─> end
 *   fork ─> left2 ─> left
 *   fork ─> right ─> b ─> join
 *   fork ─> right2 ─> right
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { done, pattern } from "./pattern.ts"

const flows = ["start fork left a join after end", "fork left2 left", "fork right b join", "fork right2 right"]

pattern(28, "lets the second entry of a branch wait until every branch has come for the first", () => {
  const merge = { type: "ExclusiveGateway" }
  const p = play({
    elements: {
      fork: { type: "ParallelGateway" },
      left: merge,
      right: merge,
      join: { type: "ComplexGateway", count: { value: 1 }, blocking: true },
    },
    flows,
  })
  p.start()
  p.complete("left2")
  p.complete("right2")
  p.complete("a")
  p.complete("a")
  expect(done(p, "after")).toBe(0)
  expect(p.waits().filter((wait) => wait === "after job")).toHaveLength(1)
  p.complete("b")
  // The first time is over, and what waited begins the second.
  expect(p.waits().filter((wait) => wait === "after job")).toHaveLength(2)
  p.complete("b")
  p.completeAll()
  expect(done(p, "after")).toBe(2)
  expect(p.status()).toBe("completed")
})
