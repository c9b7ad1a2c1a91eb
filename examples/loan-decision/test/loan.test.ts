/** The loan, tested: offered, looked at by a person, refused. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { loan, plugins } from "../process.ts"

describe("loan", () => {
  it("is offered at the rate of its risk", async () => {
    await using test = testProcess(loan, { plugins })
    await test.start({ age: 40, income: 3000, sum: 6000, months: 24 })
    expect(await test.result()).toEqual({ output: { status: "offered", rate: 0.031, monthly: 258.15 } })
  })

  it("is looked at by a person where it is much for the income", async () => {
    await using test = testProcess(loan, { plugins })
    await test.start({ age: 40, income: 1200, sum: 60_000, months: 60 })
    await test.complete("approval", { approved: false }, { by: "ada" })
    expect(await test.result()).toMatchObject({ output: { status: "declined", rate: 0.039 } })
  })

  it("is refused to minors, and the history says by which rule", async () => {
    await using test = testProcess(loan, { plugins })
    await test.start({ age: 17, income: 0, sum: 500, months: 12 })
    expect(await test.result()).toEqual({ output: { status: "refused" } })
    const events = (await test.history()).flatMap((entry) => entry.events)
    expect(events.filter(({ type }) => type === "DecisionExplained")).toMatchObject([
      { element: "risk", explanation: { tables: [{ matched: [1] }] } },
    ])
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toContain("high: rule 3\nnot rule 1: age < 18\n")
})
