/**
 * Pattern 15, multiple instances, number not known: more may be added while they run.
 *
 *   start ─> each ─> after ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start each after end"]

pattern(15, "takes one more item while others run, and waits for that too", () => {
  const each = { type: "ServiceTask", handler: "work", result: "all", multiInstance: { items: { code: "list" } } }
  const p = play({ elements: { each }, flows, code: { list: ({ vars }) => vars.list } })
  p.start({ list: ["x"] })
  p.send({ type: "AddItem", activity: "each", item: "y" })
  p.complete("each", 1)
  expect(p.waits()).toEqual(["each job"])
  p.complete("each", 2)
  expect(p.waits()).toEqual(["after job"])
  expect(p.vars().all).toEqual([1, 2])
})
