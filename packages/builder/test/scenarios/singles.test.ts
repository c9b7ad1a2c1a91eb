import { describe, expect, it } from "vitest"
import { graphOf } from "../fixtures/draw.ts"
import { Run } from "../fixtures/Run.ts"
import { called, dated, mapped, opinions, plain, polling, prices, undoings, undone } from "../fixtures/singles.ts"

describe("one step for each of several items", () => {
  it("has its item and what it is given, and keeps what is made of what it gave", async () => {
    const lines = [
      { sku: "a", cents: 100 },
      { sku: "b", cents: 200 },
      { sku: "c", cents: 300 },
    ]
    const { view } = await new Run(prices).start({ lines, rate: 1 })
    expect(view.output).toBe("a 200, b 400, c 600")
  })

  it("is enough when that is said", async () => {
    const run = await new Run(opinions).start({})
    await run.complete("opinion", { veto: false }, "ann")
    await run.complete("opinion", { veto: true }, "bob")
    expect(run.view.output).toEqual(["ann false", "bob true"])
  })
})

describe("items and results that JSON does not carry", () => {
  it("are read by their schemas wherever they are seen", async () => {
    expect((await new Run(dated).start({})).view.output).toEqual([1971, 2032])
    expect(graphOf(dated).redacted).toEqual(["card", "secret", "years"])
  })
})

describe("one step again and again", () => {
  it("ends when the answer is yes, or does not begin", async () => {
    expect((await new Run(polling).start({})).view.output).toEqual([3, 0, 0])
  })
})

describe("a step that is given something and gives something", () => {
  it("sees variables of its own, and its work goes under other names", async () => {
    const run = await new Run(mapped).start({ amount: 3, total: 7 })
    await run.complete("address", { street: "Main St" }, "ann")
    expect(run.view.output).toEqual({
      receipt: "c-1",
      total: 310,
      street: "Main St",
      year: 1970,
      inner: { text: "hello", length: 3, short: "ab" },
    })
  })
})

describe("what undoes a step", () => {
  it("is a handler for each run, a process or a scope, in reverse order", async () => {
    const run = await new Run(undone, {}, called).start({})
    expect(run.view.status).toBe("failed")
    expect(undoings).toEqual(["recall", "refund p-1", "room 2031 2031 2", "room 1970 1970 2", "free b b", "free a a"])
  })
})

describe("steps that are done at once", () => {
  it("set variables and decide", async () => {
    expect((await new Run(plain).start({ n: 5 })).view.output).toBe("big 10 6")
  })
})
