/**
 * Pattern 25, cancel region: withdraw an arbitrary set of activities.
 *
 *   start ─> fork ─> a ─> end
 *   fork ─> b ─> c ─> end2
 *   fork ─> d ─> end3
 *   fork ─> stop ─> gate ─> after ─> end4
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a end", "fork b c end2", "fork d end3", "fork stop gate after end4"]

pattern(25, "ends some activities of the scope and leaves the others alone", () => {
  const gate = { type: "ComplexGateway", count: { value: 1 }, cancels: ["a", "c"] }
  const p = play({ elements: { fork: { type: "ParallelGateway" }, gate }, flows })
  p.start()
  p.complete("b")
  expect(p.waits()).toEqual(["a job", "d job", "stop job", "c job"])
  p.complete("stop")
  expect(p.waits()).toEqual(["d job", "after job"])
})
