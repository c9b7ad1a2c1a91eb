/** Deterministic simulation: engines in a storm of faults, from one seed. */
export type { SimulationOptions, SimulationOutcome } from "./Simulation.ts"
export { type FaultKind, faultKinds } from "./Storm.ts"
export { simulate } from "./simulate.ts"
