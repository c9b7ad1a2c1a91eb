/** The page about the workflow patterns says what their tests say. */
import { describe, expect, it } from "vitest"
import { textOf } from "../src/Package.ts"
import { patternPage, patterns, renderPatternPage, testedPatterns } from "../src/PatternPage.ts"

describe("the workflow patterns", () => {
  it("are all there, each with a test", () => {
    const all = Array.from({ length: 43 }, (_, index) => index + 1)
    expect(patterns.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(all)
    expect(testedPatterns().toSorted((a, b) => a - b)).toEqual(all)
  })

  it("stand on their page as in the table of their tests", () => {
    expect(textOf(patternPage), "Run: node packages/workspace/scripts/patterns.ts").toBe(renderPatternPage())
  })
})
