/**
 * Pattern 7, structured synchronizing merge: join exactly the branches that a multi-choice started.
 *
 *   start ─> choice ─[one]─> a ─> join ─> after ─> end
 *   choice ─[two]─> b ─> join
 *   choice ─[three]─> c ─> join
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start choice [one] a join after end", "choice [two] b join", "choice [three] c join"]

pattern(7, "waits for the branches that were chosen, and for no other", () => {
  const gate = { type: "InclusiveGateway" }
  const p = play({
    elements: { choice: { ...gate, choose: { code: "names" } }, join: gate },
    flows,
    code: { names: ({ vars }) => vars.names },
  })
  p.start({ names: ["one", "three"] })
  p.complete("c")
  expect(p.waits()).toEqual(["a job"])
  p.complete("a")
  expect(p.waits()).toEqual(["after job"])
})
