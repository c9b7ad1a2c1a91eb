/** The night, tested: what is settled, who begins by it, who goes home. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { courier, NightSettled, report, settlement } from "../process.ts"

describe("a night", () => {
  it("settles one branch after the other", async () => {
    await using test = testProcess(settlement)
    await test.start({})
    expect(await test.result()).toEqual({ output: [12_000, 8_500, 4_400] })
  })

  it("begins at two o'clock where the head office is", () => {
    const graph = JSON.stringify(settlement.build().definition.graph)
    expect(graph).toContain('"trigger":{"type":"timer","due":{"value":{"cron":"0 2 * * *","zone":"Europe/Berlin"}}}')
  })

  it("is in a report, which its signal begins", async () => {
    await using test = testProcess(report)
    await test.start({ cents: 24_900 })
    expect(await test.result()).toEqual({ output: "249.00 taken" })
  })

  it("sends the courier home, whatever round that is", async () => {
    await using test = testProcess(courier)
    await test.start({ rounds: 0 })
    await test.advance("9 hours")
    await test.crash()
    expect(await test.broadcast(NightSettled, { branches: 3, cents: 24_900 })).toBe(1)
    expect(await test.result()).toEqual({ output: "home after 2 rounds" })
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe("home after 7 rounds\n249.00 taken\n")
})
