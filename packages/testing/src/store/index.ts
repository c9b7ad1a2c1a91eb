/** For authors of stores: the contract as a test suite, sample rows, and stores that fail by plan. */
export * from "./askEverything.ts"
export * from "./ContractCase.ts"
export * from "./FaultyMail.ts"
export * from "./FaultyStore.ts"
export * from "./sampleRows.ts"
export * from "./seeded.ts"
export * from "./storeContract.ts"
