/**
 * Pattern 24, persistent trigger: kept until someone waits (buffered message).
 *
 *   start ─> a ─> wait ─> after ─> end
 */
import { expect } from "vitest"
import { inEngine } from "./inEngine.ts"
import { pattern } from "./pattern.ts"

const flows = ["start a wait after end"]

pattern(24, "takes a message that came before it waited, once", async () => {
  await using p = inEngine({
    elements: {
      a: { type: "UserTask" },
      wait: { type: "IntermediateCatchEvent", trigger: { type: "message", message: "go" }, result: "got" },
      after: { type: "IntermediateCatchEvent", trigger: { type: "message", message: "go" } },
      end: { type: "EndEvent", output: { code: "got" } },
    },
    flows,
    code: { got: ({ vars }) => vars.got },
  })
  await p.start({})
  await p.publish("go", "early")
  expect((await p.waiting()).map(({ path }) => path)).toEqual(["a"])
  await p.complete("a", {}, { by: "ann" })
  expect((await p.waiting()).map(({ path }) => path)).toEqual(["after"])
  await p.publish("go", "late")
  expect(await p.result()).toEqual({ output: "early" })
})
