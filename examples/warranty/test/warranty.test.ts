/** The claim, tested: paid, with an expert and called off, recalled while somebody should approve it. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { Recalled, warranty } from "../process.ts"

const low = { number: "c-1", cents: 120_000, checks: ["workshop", "lab"] }
const high = { number: "c-2", cents: 2_000_000, checks: ["police"] }
const agreed = { agreed: true }

/** A claim whose assessment and checks are through, and on which two of three have agreed. */
const agreedUpon = async (input: typeof low) => {
  const test = testProcess(warranty)
  await test.start(input)
  await test.complete("assessment/photos", { count: 3 }, { by: "ann" })
  await test.advance("1 second")
  await test.complete("desk", agreed, { by: "bob" })
  await test.complete("lawyer", agreed, { by: "cleo" })
  return test
}

describe("a claim", () => {
  it("is paid when those checks are through that it takes, and two of three agree", async () => {
    await using test = await agreedUpon(low)
    expect((await test.waiting()).map((place) => `${place.for} ${place.path}`).sort()).toEqual([
      "condition large/start",
      "signal recalled",
      "task approval",
    ])
    await test.crash()
    await test.complete("approval", agreed, { by: "dora" })
    expect(await test.result()).toEqual({ output: { status: "paid", cents: 108_000 } })
    expect(await test.trace()).not.toContain("file")
  })

  it("goes on when one says yes and the customer nothing for a month", async () => {
    await using test = testProcess(warranty)
    await test.start({ ...low, checks: ["police"] })
    await test.complete("assessment/photos", { count: 3 }, { by: "ann" })
    await test.complete("lawyer", agreed, { by: "cleo" })
    await test.advance("30 days")
    expect((await test.tasks()).map(({ element }) => element)).toEqual(["approval"])
  })

  it("that is high gets an expert and is told to the board; over the limit its payout is taken back", async () => {
    await using test = await agreedUpon(high)
    expect(await test.vars()).toMatchObject({ opinions: 2_000_000 })
    await test.complete("approval", agreed, { by: "dora" })
    expect(await test.result()).toEqual({ output: null })
    const trace = await test.trace()
    expect(trace.filter((element) => element.endsWith(":compensation"))).toEqual([
      "payout/transfer:compensation",
      "payout/reserve:compensation",
    ])
  })

  it("that nobody has approved when the model is recalled becomes part of that", async () => {
    await using test = await agreedUpon(low)
    expect(await test.broadcast(Recalled, { model: "M-7" })).toBe(1)
    expect(await test.result()).toEqual({ output: { status: "recalled", model: "M-7" } })
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe('{"status":"paid","cents":108000}\n"called off"\n')
})
