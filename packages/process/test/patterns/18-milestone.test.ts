/**
 * Pattern 18, milestone: an activity is enabled only while a state holds.
 *
 *   start ─> fork ─> a ─> reached ─> end
 *   fork ─> ready ─> task ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a reached end", "fork ready task end2"]

pattern(18, "begins only while the state holds that it needs", () => {
  const set = (state: string) => ({ type: "ScriptTask", assignments: [{ variable: "state", value: { value: state } }] })
  const p = play({
    elements: {
      fork: { type: "ParallelGateway" },
      reached: set("open"),
      ready: { type: "IntermediateCatchEvent", trigger: { type: "conditional", condition: { code: "open" } } },
    },
    flows,
    code: { open: ({ vars }) => vars.state === "open" },
  })
  p.start({ state: "closed" })
  expect(p.waits().filter((wait) => wait.endsWith(" job"))).toEqual(["a job"])
  p.complete("a")
  expect(p.waits()).toEqual(["task job"])
})
