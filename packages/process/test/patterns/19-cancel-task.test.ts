/**
 * Pattern 19, cancel task: withdraw one activity.
 *
 *   start ─> a ─> after ─> end
 *   stop ─> instead ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start a after end", "stop instead end2"]

pattern(19, "withdraws an activity and goes another way", () => {
  const stop = { type: "BoundaryEvent", attachedTo: "a", trigger: { type: "message", message: "stop" } }
  const p = play({ elements: { stop }, flows })
  p.start()
  p.receive("stop")
  expect(p.types()).toContain("JobCancelled")
  expect(p.waits()).toEqual(["instead job"])
})
