/** For authors of stores: the contract as a test suite, sample rows, and a store that fails by plan. */
export * from "./askEverything.ts"
export * from "./ContractCase.ts"
export * from "./FaultyStore.ts"
export * from "./sampleRows.ts"
export * from "./seeded.ts"
export * from "./storeContract.ts"
