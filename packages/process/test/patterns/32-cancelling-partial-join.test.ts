/**
 * Pattern 32, cancelling partial join: go on at the n-th, cancel the others.
 *
 *   start ─> fork ─> a ─> join ─> after ─> end
 *   fork ─> b ─> join
 *   fork ─> c ─> join
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a join after end", "fork b join", "fork c join"]

pattern(32, "goes on with the second of three branches and ends the third", () => {
  const join = { type: "ComplexGateway", count: { value: 2 }, cancels: ["a", "b", "c"] }
  const p = play({ elements: { fork: { type: "ParallelGateway" }, join }, flows })
  p.start()
  p.complete("c")
  p.complete("b")
  expect(p.types()).toContain("JobCancelled")
  expect(p.waits()).toEqual(["after job"])
})
