/**
 * Pattern 24, persistent trigger: kept until someone waits (buffered message).
 *
 *   start ─> a ─> wait ─> after ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start a wait after end"]

pattern(24, "asks for a message when it begins to wait, and one that came before is brought then", () => {
  const p = play({ elements: { wait: { type: "IntermediateCatchEvent", trigger: { type: "message", message: "go" } } }, flows })
  p.start()
  p.complete("a")
  expect(p.events()).toContainEqual(expect.objectContaining({ type: "SubscriptionOpened", kind: "message", name: "go" }))
  p.receive("wait")
  expect(p.waits()).toEqual(["after job"])
})
