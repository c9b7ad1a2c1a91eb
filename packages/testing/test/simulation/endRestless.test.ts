/** What never rests in a simulation. */
import { makeMemoryStore } from "@millrace/engine/store"
import { expect, it } from "vitest"
import { makeEndRestless } from "../../src/simulation/endRestless.ts"

it("engines that go round although nothing is left to give up are a failure of the simulation", async () => {
  const endRestless = makeEndRestless({ engines: () => [], store: makeMemoryStore() })
  for (let time = 1; time <= 20; time++) await endRestless(time)
  await expect(endRestless(21)).rejects.toThrow("the engines never rest; no instance goes on while nobody does anything")
})
