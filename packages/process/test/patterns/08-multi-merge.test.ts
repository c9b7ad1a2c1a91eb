/**
 * Pattern 8, multi-merge: every arriving token goes on separately.
 *
 *   start ─> fork ─> a ─> merge ─> after ─> end
 *   fork ─> b ─> merge
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a merge after end", "fork b merge"]

pattern(8, "goes on once for each branch that comes", () => {
  const p = play({ elements: { fork: { type: "ParallelGateway" }, merge: { type: "ExclusiveGateway" } }, flows })
  p.start()
  p.complete("a")
  expect(p.waits()).toEqual(["b job", "after job"])
  p.complete("b")
  expect(p.waits()).toEqual(["after job", "after job"])
})
