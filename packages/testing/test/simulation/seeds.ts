/**
 * Simulations in bulk, for the tests beside this file: each of them takes a hundred seeds, so that they run side by side.
 */
import { simulate } from "@millrace/testing"
import { expect, it } from "vitest"

/** So many seeds in each file. */
const perFile = 100

/** A test of the seeds of one file: the first file is 0. */
export const testSeeds = (file: number): void => {
  const first = file * perFile + 1
  it(`lose nothing, do nothing twice, and leave nothing behind: seeds ${first} to ${first + perFile - 1}`, {
    timeout: 300_000,
  }, async () => {
    const errors: Array<string> = []
    for (let seed = first; seed < first + perFile; seed++) {
      const { error } = await simulate({ seed })
      if (error !== undefined) errors.push(error)
    }
    expect(errors).toEqual([])
  })
}
