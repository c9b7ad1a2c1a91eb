/**
 * Pattern 11, implicit termination: ends when nothing is left to do.
 *
 *   start ─> fork ─> a ─> end
 *   fork ─> b ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a end", "fork b end2"]

pattern(11, "ends when the last of several paths has ended", () => {
  const p = play({ elements: { fork: { type: "ParallelGateway" } }, flows })
  p.start()
  p.complete("a")
  expect(p.status()).toBe("active")
  p.complete("b")
  expect(p.status()).toBe("completed")
})
