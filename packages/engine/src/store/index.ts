/** The store ports, and the store that stands beside them. */
export type { SqlValue, TransactionSql } from "@millrace/kernel"
export * from "./Cursor.ts"
export * from "./MemoryStore.ts"
export * from "./Rows.ts"
export * from "./referencedValues.ts"
export * from "./Store.ts"
export * from "./StoreError.ts"
export * from "./TransactionError.ts"
