/**
 * Pattern 2, parallel split: one thread becomes several concurrent ones.
 *
 *   start ─> fork ─> a ─> end
 *   fork ─> b ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a end", "fork b end2"]

pattern(2, "starts every branch", () => {
  const p = play({ elements: { fork: { type: "ParallelGateway" } }, flows })
  p.start()
  expect(p.waits()).toEqual(["a job", "b job"])
})
