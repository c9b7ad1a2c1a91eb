/** Testing with Millrace: processes under virtual time, contract suites for stores, crash injection. */

export * from "./checked/index.ts"
export * from "./decider/index.ts"
export * from "./process/index.ts"
export * from "./simulation/index.ts"
export * from "./store/index.ts"
