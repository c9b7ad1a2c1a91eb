import { makeMemoryStore, type Store } from "@millrace/engine/store"
import { faultKinds, type SimulationOutcome, simulate } from "@millrace/testing"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"

const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n)

/** Each test simulates a dozen seeds, beside everything else that the machine has to do. */
const timeout = 120_000

describe("a simulation", { timeout }, () => {
  it("does the same for the same seed, commit by commit", async () => {
    for (const seed of [7, 11]) {
      const outcome = await simulate({ seed })
      expect(outcome.trace).toMatch(/^[\w-]{16}$/)
      expect(await simulate({ seed })).toEqual(outcome)
    }
    expect((await simulate({ seed: 7 })).trace).not.toBe((await simulate({ seed: 8 })).trace)
  })

  it("has every fault there is, and enough of everything", async () => {
    const outcomes: Array<SimulationOutcome> = []
    for (const seed of seedsFrom(200, 16)) outcomes.push(await simulate({ seed }))
    const sum = (of: (outcome: SimulationOutcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0)
    // Only SQL databases can be torn.
    for (const kind of faultKinds)
      if (kind !== "torn")
        expect(
          sum(({ kinds }) => kinds[kind] ?? 0),
          kind,
        ).toBeGreaterThan(2)
    expect(sum(({ lives }) => lives)).toBeGreaterThan(30)
    expect(sum(({ commits }) => commits)).toBeGreaterThan(300)
    expect(sum(({ calls }) => calls)).toBeGreaterThan(100)
  })

  it("leaves faults out that it is told to leave out", async () => {
    const { faults, ok } = await simulate({ seed: 3, without: faultKinds, steps: 40 })
    expect({ faults, ok }).toEqual({ faults: 0, ok: true })
  })
})

/** A memory store with a mistake in it. */
const withMistake = (change: (store: Store["Service"]) => Partial<Store["Service"]>): Store["Service"] => {
  const store = makeMemoryStore()
  return { ...store, ...change(store) }
}
/** The first sentence about what went wrong, for the first of some seeds that finds it. */
const firstError = async (make: () => Store["Service"]): Promise<string | undefined> => {
  for (const seed of seedsFrom(1, 12)) {
    const { error } = await simulate({ seed, store: make() })
    if (error !== undefined) return error
  }
  return undefined
}

describe("a simulation on a store with a mistake", { timeout }, () => {
  it("finds a store that has no fence", async () => {
    const make = () =>
      withMistake(({ log, instances }) => ({
        log: {
          ...log,
          commit: (batch) =>
            Effect.gen(function* () {
              const advances = yield* Effect.forEach(batch.advances, (advance) =>
                Effect.map(instances.byKey(advance.key), (row) => ({ ...advance, expected: row?.seq ?? advance.expected })),
              )
              return yield* log.commit({ ...batch, advances })
            }),
        },
      }))
    expect(await firstError(make)).toContain("To repeat it: simulate({ seed: ")
  })

  it("finds nothing where leases never run out: they save work, and the fence keeps the books", async () => {
    const make = () => withMistake(({ engines }) => ({ engines: { ...engines, renew: () => Effect.succeed(true) } }))
    expect(await firstError(make)).toBeUndefined()
  })

  it("finds a store that forgets to delete timers", async () => {
    const make = () =>
      withMistake(({ log }) => ({ log: { ...log, commit: (batch) => log.commit({ ...batch, timers: { ...batch.timers, delete: [] } }) } }))
    expect(await firstError(make)).toContain("the rows of its timers are not those that were written")
  })

  it("finds a store that forgets the last commit it acknowledged", async () => {
    const make = () => {
      let commits = 0
      return withMistake(({ log }) => ({
        log: {
          ...log,
          commit: (batch) => (++commits % 9 === 0 ? Effect.succeed({ lost: [], duplicates: [], gone: [] }) : log.commit(batch)),
        },
      }))
    }
    expect(await firstError(make)).toBeDefined()
  })
})
