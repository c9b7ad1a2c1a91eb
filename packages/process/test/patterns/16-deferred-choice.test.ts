/**
 * Pattern 16, deferred choice: the environment chooses; the other options are withdrawn.
 *
 *   start ─> choice ─> paid ─> ship ─> end
 *   choice ─> late ─> remind ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start choice paid ship end", "choice late remind end2"]

pattern(16, "goes on with what comes first and withdraws the other options", () => {
  const p = play({
    elements: {
      choice: { type: "EventBasedGateway" },
      paid: { type: "IntermediateCatchEvent", trigger: { type: "message", message: "payment" } },
      late: { type: "IntermediateCatchEvent", trigger: { type: "timer", due: { value: "P2D" } } },
    },
    flows,
  })
  p.start()
  expect(p.waits()).toEqual(["paid message", "late timer"])
  p.fire("late")
  expect(p.types()).toContain("SubscriptionClosed")
  expect(p.waits()).toEqual(["remind job"])
})
