/**
 * Pattern 4, exclusive choice: exactly one of several branches, on data.
 *
 *   start ─> choice ─[left]─> a ─> end
 *   choice ─[right]─> b ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start choice [left] a end", "choice [right] b end2"]

pattern(4, "takes the one branch that is chosen", () => {
  const p = play({
    elements: { choice: { type: "ExclusiveGateway", choose: { code: "side" } } },
    flows,
    code: { side: ({ vars }) => vars.side },
  })
  p.start({ side: "right" })
  expect(p.waits()).toEqual(["b job"])
})
