/**
 * Pattern 5, simple merge: alternative branches come together without synchronizing.
 *
 *   start ─> choice ─[left]─> a ─> merge ─> after ─> end
 *   choice ─[right]─> b ─> merge
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start choice [left] a merge after end", "choice [right] b merge"]

pattern(5, "goes on with whichever branch comes", () => {
  const p = play({
    elements: { choice: { type: "ExclusiveGateway", choose: { code: "side" } }, merge: { type: "ExclusiveGateway" } },
    flows,
    code: { side: ({ vars }) => vars.side },
  })
  p.start({ side: "left" })
  expect(p.completeAll()).toEqual(["a", "after"])
  expect(p.status()).toBe("completed")
})
