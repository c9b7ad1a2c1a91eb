/** How the tests of a run are counted. */
import { expect, it } from "vitest"
import { countTests } from "../src/Stage.ts"

const report = (numPassedTests: number, numFailedTests = 0, unloaded = 0) => ({
  numPassedTests,
  numFailedTests,
  testResults: Array.from({ length: unloaded }, () => ({ status: "failed", assertionResults: [] })),
})

it("counts what Vitest counts", () => {
  expect(countTests(report(7), 0)).toEqual({ passed: 7, failed: 0 })
  expect(countTests(report(7, 2), 1)).toEqual({ passed: 7, failed: 2 })
})

it("counts a file that does not load as a failure", () => {
  expect(countTests(report(7, 0, 1), 1)).toEqual({ passed: 7, failed: 1 })
})

it("fails a run that failed in another way, that left no report, or in which no test ran", () => {
  expect(countTests(report(7), 1)).toEqual({ passed: 7, failed: 1 })
  expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1 })
  expect(countTests(report(0), 0)).toEqual({ passed: 0, failed: 1 })
})
