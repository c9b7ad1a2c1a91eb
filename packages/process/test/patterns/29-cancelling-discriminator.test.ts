/**
 * Pattern 29, cancelling discriminator: go on at the first, cancel the others.
 *
 *   start ─> fork ─> a ─> join ─> after ─> end
 *   fork ─> b ─> b2 ─> join
 *   fork ─> c ─> join
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a join after end", "fork b b2 join", "fork c join"]

pattern(29, "goes on with the first branch and ends the others", () => {
  const cancels = ["a", "b", "b2", "c"]
  const p = play({ elements: { fork: { type: "ParallelGateway" }, join: { type: "ComplexGateway", count: { value: 1 }, cancels } }, flows })
  p.start()
  p.complete("c")
  expect(p.waits()).toEqual(["after job"])
})
