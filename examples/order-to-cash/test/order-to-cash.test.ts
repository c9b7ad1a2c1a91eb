/** The sale, tested: with a warehouse that answers, too few pieces, nothing left, no answer at all. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { ArticleGone, billing, PickingAsked, PickingDone, sale, warehouse } from "../process.ts"

const order = { order: "o-1", article: "lamp", pieces: 5, cents: 9900, patience: "2 days" }

describe("a sale", () => {
  it("is sent when the warehouse has picked it, whatever crashes meanwhile", async () => {
    await using test = testProcess(sale, { children: [billing] })
    await test.start(order)
    await test.crash()
    await test.publish(PickingDone, { order: "o-1", picked: 5 })
    expect(await test.result()).toEqual({ output: { status: "sent", pieces: 5, invoice: "invoice o-1 over 9900" } })
  })

  it("takes back the invoice that another process wrote, when the article is gone", async () => {
    await using test = testProcess(sale, { children: [billing] })
    await test.start(order)
    await test.publish(ArticleGone, { order: "o-1", article: "lamp" })
    expect(await test.result()).toEqual({ output: { status: "not available", article: "lamp" } })
    const undone = (await test.history()).flatMap(({ events }) => events).filter(({ type }) => type === "ChildCompensated")
    expect(undone).toHaveLength(1)
  })

  it("gives up when there is no answer in time", async () => {
    await using test = testProcess(sale, { children: [billing] })
    await test.start(order)
    await test.advance("2 days")
    expect(await test.result()).toEqual({ output: { status: "no answer" } })
  })
})

describe("the warehouse", () => {
  it("begins with a message, and answers with as much as there is", async () => {
    await using test = testProcess(warehouse)
    await test.startBy(PickingAsked, { order: "o-1", article: "chair", pieces: 5 })
    expect(await test.vars()).toMatchObject({ pick: 3 })
    expect(await test.trace()).toContain("done")
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe(
    [
      '{"status":"sent","pieces":5,"invoice":"invoice o-0 over 9900"}',
      '{"status":"too few","pieces":3}',
      '{"status":"not available","article":"vase"}',
      "3\n",
    ].join("\n"),
  )
})
