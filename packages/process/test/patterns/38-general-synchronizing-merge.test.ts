/**
 * Pattern 38, general synchronizing merge: join what can still arrive, with cycles, decided from the whole state.
 *
 *   start ─> choice ─[one]─> a ─> join ─> after ─> end
 *   choice ─[two]─> round ─> b ─> gate ─{again}─> round
 *   gate ─{other}─> aside ─> end2
 *   gate ─> join
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start choice [one] a join after end", "choice [two] round b gate {again} round", "gate {other} aside end2", "gate join"]

pattern(38, "waits for a branch as long as that goes round in a loop, and no longer", () => {
  const gate = { type: "InclusiveGateway" }
  const p = play({
    elements: {
      choice: { ...gate, choose: { code: "both" } },
      round: { type: "ExclusiveGateway" },
      gate: { type: "ExclusiveGateway", default: "gate-join" },
      join: gate,
    },
    flows,
    code: { both: () => ["one", "two"], again: ({ vars }) => vars.b === "again", other: ({ vars }) => vars.b === "aside" },
  })
  p.start()
  p.complete("a")
  p.complete("b", "again")
  expect(p.waits()).toEqual(["b job"])
  p.complete("b", "aside")
  expect(p.waits()).toEqual(["aside job", "after job"])
})
