/**
 * Pattern 41, thread merge: n threads of one branch become one.
 *
 *   start ─> split ─> a ─> merge ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start split a merge end"]

pattern(41, "begins once for three threads of the same branch", () => {
  const p = play({
    elements: {
      split: { type: "ServiceTask", handler: "work", completionQuantity: 3 },
      merge: { type: "ServiceTask", handler: "work", startQuantity: 3 },
    },
    flows,
  })
  p.start()
  p.complete("split")
  p.complete("a")
  p.complete("a")
  expect(p.waits()).toEqual(["a job"])
  p.complete("a")
  expect(p.waits()).toEqual(["merge job"])
})
