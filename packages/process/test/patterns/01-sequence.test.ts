/**
 * Pattern 1, sequence: an activity starts after another one completes.
 *
 *   start ─> a ─> b ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start a b end"]

pattern(1, "starts each activity when the one before it is complete", () => {
  const p = play({ flows })
  p.start()
  expect(p.waits()).toEqual(["a job"])
  p.complete("a")
  expect(p.waits()).toEqual(["b job"])
  p.complete("b")
  expect(p.status()).toBe("completed")
})
