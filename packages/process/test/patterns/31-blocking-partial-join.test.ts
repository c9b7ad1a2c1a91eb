/**
 * Pattern 31, blocking partial join: as 30, and later entries wait until reset.
 *
 *   start ─> fork ─> left ─> a ─> join ─> after ─> end
 *   fork ─> left2 ─> left
 *   fork ─> b ─> join
 *   fork ─> right ─> c ─> join
 *   fork ─> right2 ─> right
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork left a join after end", "fork left2 left", "fork b join", "fork right c join", "fork right2 right"]

pattern(31, "keeps second entries for the second time", () => {
  const merge = { type: "ExclusiveGateway" }
  const p = play({
    elements: {
      fork: { type: "ParallelGateway" },
      left: merge,
      right: merge,
      join: { type: "ComplexGateway", count: { value: 2 }, blocking: true },
    },
    flows,
  })
  p.start()
  p.complete("left2")
  p.complete("right2")
  p.complete("a")
  p.complete("c")
  p.complete("a")
  p.complete("c")
  // Tokens of two branches wait, enough for the second time; the first one still lacks `b`.
  expect(p.waits()).toEqual(["b job", "after job"])
  p.complete("b")
  expect(p.waits()).toEqual(["after job", "after job"])
})
