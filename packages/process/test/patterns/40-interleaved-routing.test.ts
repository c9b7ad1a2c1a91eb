/**
 * Pattern 40, interleaved routing: any order, one at a time.
 *
 *   start ─> desk ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start desk end"]

pattern(40, "runs each activity once, one at a time, in any order", () => {
  const task = { type: "ServiceTask", handler: "work", scope: "desk" }
  const p = play({
    elements: {
      desk: { type: "AdHocSubProcess", ordering: "sequential", completion: { code: "all" } },
      a: { ...task, result: "a" },
      b: { ...task, result: "b" },
      c: { ...task, result: "c" },
    },
    flows,
    code: { all: ({ vars }) => "a" in vars && "b" in vars && "c" in vars },
  })
  p.start()
  for (const element of ["c", "a", "b"]) p.send({ type: "ActivateElement", element })
  expect(p.waits()).toEqual(["c job", "a lock", "b lock"])
  expect(p.completeAll()).toEqual(["c", "a", "b"])
  expect(p.status()).toBe("completed")
})
