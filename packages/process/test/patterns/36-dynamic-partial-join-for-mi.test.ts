/**
 * Pattern 36, dynamic partial join for multiple instances: 15 with a completion condition.
 *
 *   start ─> each ─> after ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start each after end"]

pattern(36, "takes more items while they run, until what came is enough", () => {
  const multiInstance = { items: { code: "list" }, completion: { code: "enough" } }
  const p = play({
    elements: { each: { type: "ServiceTask", handler: "work", result: "all", multiInstance } },
    flows,
    code: { list: ({ vars }) => vars.list, enough: ({ vars }) => (vars.results as ReadonlyArray<unknown>).includes("enough") },
  })
  p.start({ list: [1, 2] })
  p.send({ type: "AddItem", activity: "each", item: 3 })
  p.complete("each", "little")
  expect(p.waits()).toEqual(["each job", "each job"])
  p.complete("each", "enough")
  expect(p.waits()).toEqual(["after job"])
})
