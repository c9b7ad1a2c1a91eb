/**
 * Pattern 12, multiple instances without synchronization: start n instances and do not wait.
 *
 *   start ─> again ─> count ─> fork ─> each ─> end
 *   fork ─> more ─{again}─> again
 *   more ─> after ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start again count fork each end", "fork more {again} again", "more after end2"]

pattern(12, "starts an instance in each round and goes on without waiting for them", () => {
  const p = play({
    elements: {
      again: { type: "ExclusiveGateway" },
      count: { type: "ScriptTask", assignments: [{ variable: "n", value: { code: "next" } }] },
      fork: { type: "ParallelGateway" },
      more: { type: "ExclusiveGateway", default: "more-after" },
    },
    flows,
    code: { next: ({ vars }) => Number(vars.n ?? 0) + 1, again: ({ vars }) => Number(vars.n) < Number(vars.wanted) },
  })
  p.start({ wanted: 3 })
  expect(p.waits().toSorted()).toEqual(["after job", "each job", "each job", "each job"])
})
