import { describe, expect, it } from "vitest"
import { type SimulationOutcome, simulate } from "../../src/simulation/index.ts"

const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n)

describe("engines in a storm", () => {
  it("lose nothing, do nothing twice, and leave nothing behind", async () => {
    for (const seed of seedsFrom(1, 45)) expect((await simulate({ seed })).error).toBeUndefined()
  })

  it("do the same for the same seed", async () => {
    expect(await simulate({ seed: 7 })).toEqual(await simulate({ seed: 7 }))
  })

  it("meet faults, deaths and other engines: the storm is one", async () => {
    const outcomes: Array<SimulationOutcome> = []
    for (const seed of seedsFrom(200, 5)) outcomes.push(await simulate({ seed }))
    const sum = (of: "faults" | "lives" | "commits" | "calls") => outcomes.reduce((total, outcome) => total + outcome[of], 0)
    expect(sum("faults")).toBeGreaterThan(20)
    expect(sum("lives")).toBeGreaterThan(10)
    expect(sum("commits")).toBeGreaterThan(100)
    expect(sum("calls")).toBeGreaterThan(50)
  })
})
