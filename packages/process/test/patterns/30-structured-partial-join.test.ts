/**
 * Pattern 30, structured partial join: go on at the n-th of m arrivals.
 *
 *   start ─> fork ─> a ─> join ─> after ─> end
 *   fork ─> b ─> join
 *   fork ─> c ─> join
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { done, pattern } from "./pattern.ts"

const flows = ["start fork a join after end", "fork b join", "fork c join"]

pattern(30, "goes on with the second of three branches and takes the third in", () => {
  const p = play({ elements: { fork: { type: "ParallelGateway" }, join: { type: "ComplexGateway", count: { value: 2 } } }, flows })
  p.start()
  p.complete("c")
  expect(p.waits()).toEqual(["a job", "b job"])
  p.complete("a")
  expect(p.waits()).toEqual(["b job", "after job"])
  p.completeAll()
  expect(done(p, "after")).toBe(1)
  expect(p.status()).toBe("completed")
})
