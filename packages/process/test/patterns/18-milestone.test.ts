/**
 * Pattern 18, milestone: an activity is enabled only while a state holds.
 *
 *   start ─> fork ─> a ─> reached ─> b ─> passed ─> end
 *   fork ─> c ─> ready ─> task ─> end2
 *   gone ─> end3
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a reached b passed end", "fork c ready task end2", "gone end3"]

const set = (state: string) => ({ type: "ScriptTask", assignments: [{ variable: "state", value: { value: state } }] })
const sketch = {
  elements: {
    fork: { type: "ParallelGateway" },
    reached: set("open"),
    passed: set("over"),
    ready: { type: "IntermediateCatchEvent", trigger: { type: "conditional", condition: { code: "open" } } },
    gone: { type: "BoundaryEvent", attachedTo: "task", trigger: { type: "conditional", condition: { code: "over" } } },
  },
  flows,
  code: {
    open: ({ vars }: { readonly vars: { readonly state?: unknown } }) => vars.state === "open",
    over: ({ vars }: { readonly vars: { readonly state?: unknown } }) => vars.state === "over",
  },
}
const working = (p: ReturnType<typeof play>) => p.waits().filter((wait) => wait.endsWith(" job"))

pattern(18, "begins only while the state holds that it needs, and is withdrawn when that is over", () => {
  // Before the milestone it waits; at the milestone it begins.
  const p = play(sketch)
  p.start()
  p.complete("c")
  expect(working(p)).toEqual(["a job"])
  p.complete("a")
  expect(working(p)).toEqual(["b job", "task job"])
  p.complete("b")
  expect(working(p)).toEqual([])
  expect(p.status()).toBe("completed")
  // Whoever comes when it has passed never begins.
  const late = play(sketch)
  late.start()
  late.complete("a")
  late.complete("b")
  late.complete("c")
  expect(late.waits()).toEqual(["ready condition"])
})
