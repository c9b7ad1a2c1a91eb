/** Testing with Millrace: processes under virtual time, contract suites for stores, crash injection. */
export * from "./process/index.ts"
export * from "./store/index.ts"
