/**
 * Pattern 22, recursion: an activity calls its own process.
 *
 *   start ─> gate ─{deeper}─> again ─> end
 *   gate ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start gate {deeper} again end", "gate end2"]

pattern(22, "calls its own process and waits for its end", () => {
  const p = play({
    elements: {
      gate: { type: "ExclusiveGateway", default: "gate-end2" },
      again: { type: "CallActivity", process: { value: "sample" }, input: { code: "less" }, result: "below" },
    },
    flows,
    code: { deeper: ({ vars }) => Number(vars.n) > 0, less: ({ vars }) => ({ n: Number(vars.n) - 1 }) },
  })
  p.start({ n: 1 })
  expect(p.run.log).toContainEqual(expect.objectContaining({ type: "ChildStarted", process: "sample", input: { n: 0 } }))
  p.send({ type: "CompleteChild", child: p.find("child", "again"), output: "deep" })
  expect(p.status()).toBe("completed")
  expect(p.vars()).toEqual({ n: 1, below: "deep" })
  // What it calls is this process again, which goes no deeper.
  const inner = play({
    elements: { gate: { type: "ExclusiveGateway", default: "gate-end2" } },
    flows: ["start gate {deeper} a end", "gate end2"],
    code: { deeper: ({ vars }) => Number(vars.n) > 0 },
  })
  inner.start({ n: 0 })
  expect(inner.status()).toBe("completed")
})
