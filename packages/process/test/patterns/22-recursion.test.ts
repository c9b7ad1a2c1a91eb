/**
 * Pattern 22, recursion: an activity calls its own process.
 *
 *   start ─> gate ─{deeper}─> again ─> end
 *   gate ─> end2
 */
import { expect } from "vitest"
import { inEngine } from "./inEngine.ts"
import { pattern } from "./pattern.ts"

const flows = ["start gate {deeper} again end", "gate end2"]

pattern(22, "calls its own process, as deep as the data says, and each waits for the one below", async () => {
  await using p = inEngine({
    elements: {
      gate: { type: "ExclusiveGateway", default: "gate-end2" },
      again: { type: "CallActivity", process: { value: "sample" }, input: { code: "less" }, result: "below" },
      end: { type: "EndEvent", output: { code: "product" } },
      end2: { type: "EndEvent", output: { code: "one" } },
    },
    flows,
    code: {
      deeper: ({ vars }) => Number(vars.n) > 0,
      less: ({ vars }) => ({ n: Number(vars.n) - 1 }),
      product: ({ vars }) => Number(vars.n) * Number(vars.below),
      one: () => 1,
    },
  })
  await p.start({ n: 5 })
  expect(await p.result()).toEqual({ output: 120 })
  expect(await p.trace()).toEqual(["start", "gate", "again", "end"])
})
