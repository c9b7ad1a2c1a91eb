/**
 * One simulation, on the store that its seed says: every fifth is on SQLite, in memory, where commits are torn too.
 */
import { makeSqliteStore } from "@millrace/store-sqlite"
import { type SimulationOptions, type SimulationOutcome, simulate } from "@millrace/testing"
import { Effect } from "effect"

export const simulatedStores = ["memory", "sqlite"] as const
export type SimulatedStore = (typeof simulatedStores)[number]

/** The store of a seed, where none is asked for. */
export const storeOf = (seed: number): SimulatedStore => (seed % 5 === 0 ? "sqlite" : "memory")

export const simulateSeed = (options: Omit<SimulationOptions, "store" | "tears">, store: SimulatedStore): Promise<SimulationOutcome> =>
  store === "memory"
    ? simulate(options)
    : Effect.runPromise(
        Effect.scoped(
          Effect.flatMap(makeSqliteStore({ filename: ":memory:", synchronous: "normal" }), (sqlite) =>
            Effect.promise(() => simulate({ ...options, store: sqlite, tears: true })),
          ),
        ),
      )
