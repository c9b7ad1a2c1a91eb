/**
 * Pattern 14, multiple instances, number known at run time: n known before the first starts, wait for all.
 *
 *   start ─> each ─> after ─> end
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start each after end"]

pattern(14, "runs once for each item of a list and goes on when all are through", () => {
  const each = { type: "ServiceTask", handler: "work", result: "all", multiInstance: { items: { code: "list" }, item: "one" } }
  const p = play({ elements: { each }, flows, code: { list: ({ vars }) => vars.list } })
  p.start({ list: ["x", "y"] })
  p.complete("each", "X")
  p.complete("each", "Y")
  expect(p.waits()).toEqual(["after job"])
  expect(p.vars().all).toEqual(["X", "Y"])
})
