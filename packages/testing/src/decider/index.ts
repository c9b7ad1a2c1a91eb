/** Testing deciders: specifications, laws, and random processes to hold them against. */

export * from "./CompensationOracle.ts"
export * from "./DeciderRun.ts"
export * from "./DeciderSpecification.ts"
export * from "./driveRandomly.ts"
export * from "./laws.ts"
export * from "./RandomProcess.ts"
export * from "./WaitsOfLog.ts"
