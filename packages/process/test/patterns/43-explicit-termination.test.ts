/**
 * Pattern 43, explicit termination: ends at a named point, the rest is withdrawn.
 *
 *   start ─> fork ─> a ─> over
 *   fork ─> b ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a over", "fork b end"]

pattern(43, "ends at a named point and withdraws what is left", () => {
  const p = play({ elements: { fork: { type: "ParallelGateway" }, over: { type: "EndEvent", trigger: { type: "terminate" } } }, flows })
  p.start()
  p.complete("a")
  expect(p.types()).toContain("JobCancelled")
  expect(p.status()).toBe("completed")
})
