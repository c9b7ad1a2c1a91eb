/**
 * Pattern 39, critical section: two regions never run at once.
 *
 *   start ─> fork ─> left ─> after ─> end
 *   fork ─> right ─> after2 ─> end2
 *   in ─> a ─> b ─> out
 *   in2 ─> c ─> d ─> out2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork left after end", "fork right after2 end2", "in a b out", "in2 c d out2"]

pattern(39, "lets one region begin when the other one has ended", () => {
  const region = { type: "SubProcess", mutex: "till" }
  const inner = (scope: string) => ({ type: "ServiceTask", handler: "work", scope })
  const p = play({
    elements: {
      fork: { type: "ParallelGateway" },
      left: region,
      in: { type: "StartEvent", scope: "left" },
      a: inner("left"),
      b: inner("left"),
      out: { type: "EndEvent", scope: "left" },
      right: region,
      in2: { type: "StartEvent", scope: "right" },
      c: inner("right"),
      d: inner("right"),
      out2: { type: "EndEvent", scope: "right" },
    },
    flows,
  })
  p.start()
  expect(p.waits()).toEqual(["a job", "right lock"])
  p.complete("a")
  expect(p.waits()).toEqual(["b job", "right lock"])
  p.complete("b")
  expect(p.waits().toSorted()).toEqual(["after job", "c job"])
})
