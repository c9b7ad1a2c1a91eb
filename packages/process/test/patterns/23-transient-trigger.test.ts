/**
 * Pattern 23, transient trigger: lost if nobody waits (BPMN signal).
 *
 *   start ─> a ─> wait ─> after ─> end
 */
import { expect } from "vitest"
import { inEngine } from "./inEngine.ts"
import { pattern } from "./pattern.ts"

const flows = ["start a wait after end"]

pattern(23, "takes a signal only while it waits: one that came before is lost", async () => {
  await using p = inEngine({
    elements: {
      a: { type: "UserTask" },
      wait: { type: "IntermediateCatchEvent", trigger: { type: "signal", signal: "go" } },
      after: { type: "UserTask" },
    },
    flows,
  })
  await p.start({})
  expect(await p.broadcast("go", null)).toBe(0)
  await p.complete("a", {}, { by: "ann" })
  expect((await p.waiting()).map(({ path }) => path)).toEqual(["wait"])
  expect(await p.broadcast("go", null)).toBe(1)
  expect((await p.waiting()).map(({ path }) => path)).toEqual(["after"])
})
