import { describe, expect, it } from "vitest"
import { measure, sizes } from "../../typeperf/measure.ts"

describe("a chain of typed steps costs the compiler no more than is pinned", () => {
  it.each(sizes)("%d steps", { timeout: 120_000 }, async (steps) => {
    const { errors, instantiations, pinned, ok } = await measure(steps)
    expect(errors).toEqual([])
    expect(ok, `${instantiations} instantiations, ${pinned} pinned: see typeperf/run.ts`).toBe(true)
  })
})
