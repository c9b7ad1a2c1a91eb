/**
 * Pattern 21, structured loop: while / repeat.
 *
 *   start ─> a ─> after ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start a after end"]

pattern(21, "runs an activity as long as its condition holds", () => {
  const a = { type: "ServiceTask", handler: "work", result: "a", loop: { condition: { code: "more" } } }
  const p = play({ elements: { a }, flows, code: { more: ({ vars }) => vars.a !== "enough" } })
  p.start()
  p.complete("a", "some")
  p.complete("a", "more")
  expect(p.waits()).toEqual(["a job"])
  p.complete("a", "enough")
  expect(p.waits()).toEqual(["after job"])
})
