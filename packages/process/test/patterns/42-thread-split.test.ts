/**
 * Pattern 42, thread split: one thread of a branch becomes n.
 *
 *   start ─> split ─> a ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start split a end"]

pattern(42, "lets three threads go along one flow", () => {
  const p = play({ elements: { split: { type: "ServiceTask", handler: "work", completionQuantity: 3 } }, flows })
  p.start()
  p.complete("split")
  expect(p.waits()).toEqual(["a job", "a job", "a job"])
  p.completeAll()
  expect(p.status()).toBe("completed")
})
