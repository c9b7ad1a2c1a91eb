/** Deterministic simulation: engines in a storm of faults, from one seed. */
export type { SimulationOptions, SimulationOutcome } from "./Simulation.ts"
export { simulate } from "./simulate.ts"
export { type Trouble, type TroubleRates, troubled } from "./Trouble.ts"
