/**
 * Pattern 9, structured discriminator: go on at the first of m arrivals, ignore the rest, then reset.
 *
 *   start ─> again ─> fork ─> a ─> join ─> after ─> wait ─> more ─{again}─> again
 *   more ─> end
 *   fork ─> b ─> join
 *   fork ─> c ─> join
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start again fork a join after wait more {again} again", "more end", "fork b join", "fork c join"]

pattern(9, "goes on with the first branch, takes the others in, and does so in each round", () => {
  const p = play({
    elements: {
      again: { type: "ExclusiveGateway" },
      fork: { type: "ParallelGateway" },
      join: { type: "ComplexGateway", count: { value: 1 } },
      more: { type: "ExclusiveGateway", default: "more-end" },
    },
    flows,
    code: { again: ({ vars }) => vars.wait === "again" },
  })
  p.start()
  for (const round of ["again", "enough"]) {
    p.complete("b")
    expect(p.waits()).toEqual(["a job", "c job", "after job"])
    p.complete("a")
    p.complete("c")
    expect(p.waits()).toEqual(["after job"])
    p.complete("after")
    p.complete("wait", round)
  }
  expect(p.status()).toBe("completed")
})
