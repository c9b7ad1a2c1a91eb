/**
 * Pattern 3, synchronization: several threads become one when all have arrived.
 *
 *   start ─> fork ─> a ─> join ─> after ─> end
 *   fork ─> b ─> join
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a join after end", "fork b join"]

pattern(3, "goes on when every branch has come", () => {
  const p = play({ elements: { fork: { type: "ParallelGateway" }, join: { type: "ParallelGateway" } }, flows })
  p.start()
  p.complete("b")
  expect(p.waits()).toEqual(["a job"])
  p.complete("a")
  expect(p.waits()).toEqual(["after job"])
})
