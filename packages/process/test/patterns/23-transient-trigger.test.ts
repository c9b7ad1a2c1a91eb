/**
 * Pattern 23, transient trigger: lost if nobody waits (BPMN signal).
 *
 *   start ─> a ─> wait ─> after ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start a wait after end"]

pattern(23, "takes a signal only while it waits: the subscription is open from then on and not before", () => {
  const p = play({ elements: { wait: { type: "IntermediateCatchEvent", trigger: { type: "signal", signal: "go" } } }, flows })
  p.start()
  expect(p.run.log.some((event) => event.type === "SubscriptionOpened")).toBe(false)
  p.complete("a")
  expect(p.run.log).toContainEqual(expect.objectContaining({ type: "SubscriptionOpened", kind: "signal", name: "go" }))
  p.signal("wait")
  expect(p.waits()).toEqual(["after job"])
})
