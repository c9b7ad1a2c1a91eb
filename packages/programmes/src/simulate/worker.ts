/**
 * A worker of the simulation: a thread that simulates the seeds it is given, one after the other.
 */
import { parentPort } from "node:worker_threads"
import type { SimulationOptions } from "@millrace/testing"
import { type SimulatedStore, simulateSeed } from "./simulateSeed.ts"

/** What a worker is given. */
export interface SimulationOrder {
  readonly options: Omit<SimulationOptions, "store" | "tears">
  readonly store: SimulatedStore
}

parentPort?.on("message", ({ options, store }: SimulationOrder) => {
  void simulateSeed(options, store).then((outcome) => parentPort?.postMessage(outcome))
})
