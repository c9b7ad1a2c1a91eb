/**
 * Pattern 37, acyclic (local) synchronizing merge: join what can still arrive, decided from local knowledge.
 *
 *   start ─> choice ─[one]─> a ─> first ─> x ─> last ─> end
 *   choice ─[two]─> b ─> first
 *   choice ─[three]─> c ─> last
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start choice [one] a first x last end", "choice [two] b first", "choice [three] c last"]

pattern(37, "joins in a graph that is not nested: one choice lets two joins know what comes", () => {
  const gate = { type: "InclusiveGateway" }
  const p = play({
    elements: { choice: { ...gate, choose: { code: "names" } }, first: gate, last: gate },
    flows,
    code: { names: ({ vars }) => vars.names },
  })
  p.start({ names: ["one", "three"] })
  p.complete("c")
  p.complete("a")
  expect(p.waits()).toEqual(["x job"])
  p.complete("x")
  expect(p.status()).toBe("completed")
})
