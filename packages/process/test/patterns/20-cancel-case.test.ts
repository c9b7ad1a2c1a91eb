/**
 * Pattern 20, cancel case: withdraw the whole instance.
 *
 *   start ─> fork ─> a ─> end
 *   fork ─> b ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a end", "fork b end2"]

pattern(20, "ends everything in the instance", () => {
  const p = play({ elements: { fork: { type: "ParallelGateway" } }, flows })
  p.start()
  p.cancel()
  expect(p.status()).toBe("cancelled")
  expect(p.waits()).toEqual([])
})
