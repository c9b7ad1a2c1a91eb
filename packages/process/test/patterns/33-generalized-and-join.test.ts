/**
 * Pattern 33, generalized AND-join: join one token per incoming branch, also when a branch queues several.
 *
 *   start ─> fork ─> left ─> a ─> join ─> after ─> end
 *   fork ─> left2 ─> left
 *   fork ─> right ─> b ─> join
 *   fork ─> right2 ─> right
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork left a join after end", "fork left2 left", "fork right b join", "fork right2 right"]

pattern(33, "joins one token of each branch at a time, however many wait on one of them", () => {
  const merge = { type: "ExclusiveGateway" }
  const p = play({ elements: { fork: { type: "ParallelGateway" }, left: merge, right: merge, join: { type: "ParallelGateway" } }, flows })
  p.start()
  p.complete("left2")
  p.complete("right2")
  p.complete("a")
  p.complete("a")
  expect(p.waits()).toEqual(["b job", "b job"])
  p.complete("b")
  expect(p.waits()).toEqual(["b job", "after job"])
  p.complete("b")
  expect(p.waits()).toEqual(["after job", "after job"])
})
