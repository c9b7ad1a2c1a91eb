/**
 * Pattern 35, cancelling partial join for multiple instances: go on after n of m, cancel the rest.
 *
 *   start ─> each ─> after ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start each after end"]

pattern(35, "goes on after the second of three instances and cancels the third", () => {
  const multiInstance = { count: { value: 3 }, completion: { code: "two" } }
  const p = play({
    elements: { each: { type: "ServiceTask", handler: "work", multiInstance } },
    flows,
    code: { two: ({ vars }) => vars.numberOfCompletedInstances === 2 },
  })
  p.start()
  p.complete("each")
  expect(p.waits()).toEqual(["each job", "each job"])
  p.complete("each")
  expect(p.waits()).toEqual(["after job"])
})
