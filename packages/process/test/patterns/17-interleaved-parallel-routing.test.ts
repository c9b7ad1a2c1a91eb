/**
 * Pattern 17, interleaved parallel routing: partial order, one at a time.
 *
 *   start ─> fork ─> a ─> b ─> join ─> end
 *   fork ─> c ─> d ─> join
 */
import { expect } from "vitest"
import { play } from "../play.ts"
import { pattern } from "./pattern.ts"

const flows = ["start fork a b join end", "fork c d join"]

pattern(17, "runs one activity at a time, and each after those before it in its branch", () => {
  const task = { type: "ServiceTask", handler: "work", mutex: "one" }
  const p = play({
    elements: { fork: { type: "ParallelGateway" }, a: task, b: task, c: task, d: task, join: { type: "ParallelGateway" } },
    flows,
  })
  p.start()
  const order: Array<string> = []
  while (p.status() === "active") {
    const [only, ...others] = p.waits().filter((wait) => wait.endsWith(" job"))
    expect(others).toEqual([])
    const activity = only?.split(" ")[0] ?? ""
    order.push(activity)
    p.complete(activity)
  }
  expect(order.toSorted()).toEqual(["a", "b", "c", "d"])
  expect(order.indexOf("a")).toBeLessThan(order.indexOf("b"))
  expect(order.indexOf("c")).toBeLessThan(order.indexOf("d"))
})
