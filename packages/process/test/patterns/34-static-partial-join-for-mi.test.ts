/**
 * Pattern 34, static partial join for multiple instances: go on after n of m, the rest run on.
 *
 *   start ─> all ─> end
 *   one ─> count ─> enough ─{second}─> after ─> end2
 *   enough ─> end3
 *   in ─> each ─> told ─> out
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { done, pattern } from "./pattern.ts"

const flows = ["start all end", "one count enough {second} after end2", "enough end3", "in each told out"]

pattern(34, "goes on after the second of three instances; the third runs on and changes nothing", () => {
  const escalation = { type: "escalation", escalation: "one" }
  const p = play({
    elements: {
      all: { type: "SubProcess", multiInstance: { count: { value: 3 } } },
      in: { type: "StartEvent", scope: "all" },
      each: { type: "ServiceTask", handler: "work", scope: "all" },
      told: { type: "IntermediateThrowEvent", scope: "all", trigger: escalation },
      out: { type: "EndEvent", scope: "all" },
      one: { type: "BoundaryEvent", attachedTo: "all", interrupting: false, trigger: escalation },
      count: { type: "ScriptTask", assignments: [{ variable: "n", value: { code: "next" } }] },
      enough: { type: "ExclusiveGateway", default: "enough-end3" },
    },
    flows,
    code: { next: ({ vars }) => Number(vars.n ?? 0) + 1, second: ({ vars }) => vars.n === 2 },
  })
  p.start()
  p.complete("each")
  expect(p.waits()).toEqual(["each job", "each job"])
  p.complete("each")
  expect(p.waits()).toEqual(["each job", "after job"])
  p.completeAll()
  expect(done(p, "after")).toBe(1)
  expect(p.status()).toBe("completed")
})
