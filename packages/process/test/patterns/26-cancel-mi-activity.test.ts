/**
 * Pattern 26, cancel multiple instance activity: withdraw all unfinished instances.
 *
 *   start ─> each ─> after ─> end
 *   stop ─> instead ─> end2
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start each after end", "stop instead end2"]

pattern(26, "withdraws all instances that are not complete", () => {
  const p = play({
    elements: {
      each: { type: "ServiceTask", handler: "work", multiInstance: { count: { value: 3 } } },
      stop: { type: "BoundaryEvent", attachedTo: "each", trigger: { type: "message", message: "stop" } },
    },
    flows,
  })
  p.start()
  p.complete("each")
  p.receive("stop")
  expect(p.waits()).toEqual(["instead job"])
})
