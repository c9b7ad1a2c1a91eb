/**
 * Pattern 27, complete multiple instance activity: end early, count as done.
 *
 *   start ─> each ─> after ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start each after end"]

pattern(27, "ends the remaining instances when told to, and goes on as if all were through", () => {
  const multiInstance = { items: { value: [1, 2, 3] }, completion: { code: "told" } }
  const p = play({
    elements: { each: { type: "ServiceTask", handler: "work", result: "all", multiInstance } },
    flows,
    code: { told: ({ vars }) => vars.enough === true },
  })
  p.start({ enough: false })
  p.complete("each", "x")
  expect(p.waits()).toEqual(["each job", "each job"])
  p.set({ enough: true })
  p.complete("each", "y")
  expect(p.waits()).toEqual(["after job"])
  expect(p.vars().all).toEqual(["x", "y", null])
})
