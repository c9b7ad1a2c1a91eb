/**
 * Pattern 10, arbitrary cycles: loops with several entries or exits.
 *
 *   start ─> gate ─[top]─> one ─> a ─> two ─> b ─> three ─{again}─> one
 *   gate ─[middle]─> two
 *   three ─> four ─{out}─> end2
 *   four ─> one
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start gate [top] one a two b three {again} one", "gate [middle] two", "three four {out} end2", "four one"]

pattern(10, "goes round a loop with two entries and two exits", () => {
  const merge = { type: "ExclusiveGateway" }
  const p = play({
    elements: {
      gate: { ...merge, choose: { code: "entry" } },
      one: merge,
      two: merge,
      three: { ...merge, default: "three-four" },
      four: { ...merge, default: "four-one" },
    },
    flows,
    code: { entry: ({ vars }) => vars.entry, again: ({ vars }) => vars.b === "again", out: ({ vars }) => vars.b === "out" },
  })
  p.start({ entry: "middle" })
  p.complete("b", "again")
  p.complete("a")
  p.complete("b", "round")
  p.complete("a")
  p.complete("b", "out")
  expect(p.status()).toBe("completed")
})
