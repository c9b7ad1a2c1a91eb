/**
 * Pattern 6, multi-choice: one or more branches, on data.
 *
 *   start ─> choice ─[one]─> a ─> end
 *   choice ─[two]─> b ─> end2
 *   choice ─[three]─> c ─> end3
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start choice [one] a end", "choice [two] b end2", "choice [three] c end3"]

pattern(6, "takes every branch that is chosen", () => {
  const p = play({
    elements: { choice: { type: "InclusiveGateway", choose: { code: "names" } } },
    flows,
    code: { names: ({ vars }) => vars.names },
  })
  p.start({ names: ["one", "three"] })
  expect(p.waits()).toEqual(["a job", "c job"])
})
