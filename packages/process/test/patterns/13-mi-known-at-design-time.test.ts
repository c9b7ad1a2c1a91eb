/**
 * Pattern 13, multiple instances, number known at design time: fixed n, wait for all.
 *
 *   start ─> each ─> after ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start each after end"]

pattern(13, "runs three times and goes on when all are through", () => {
  const each = { type: "ServiceTask", handler: "work", multiInstance: { count: { value: 3 } } }
  const p = play({ elements: { each }, flows })
  p.start()
  expect(p.waits()).toEqual(["each job", "each job", "each job"])
  expect(p.completeAll()).toEqual(["each", "each", "each", "after"])
})
