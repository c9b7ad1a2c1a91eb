/**
 * What transactional steps need of the store, checked when the engine opens.
 */
import { definitionName, type TransactionSql } from "@millrace/kernel"
import { Effect } from "effect"
import { EngineError } from "../EngineError.ts"
import { messageOf } from "../messageOf.ts"
import type { LoadedModel } from "../models/Registry.ts"
import type { Store } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"

/** Fails where the model has transactional steps that nothing stands in for, and the store has no transactions. */
export const requireTransactions = (
  store: Store["Service"],
  { row, decider, compiled, bindings }: LoadedModel,
): Effect.Effect<void, EngineError> => {
  if (store.transactions !== undefined) return Effect.void
  const steps = (decider.transactionalJobs?.(compiled) ?? []).filter(({ handler }) => bindings.mocked?.has(handler) !== true)
  if (steps.length === 0) return Effect.void
  const process = definitionName(row)
  const names = steps.map(({ element }) => `'${element}'`).join(", ")
  return Effect.fail(
    new EngineError({
      code: "ConfigurationInvalid",
      message: `${process} has transactional steps (${names}), and this store has no transactions: open it on SQLite or Postgres. In a test, give the test such a store, or mock these steps.`,
      process,
    }),
  )
}

/** Runs the option `prepare` in a transaction of the store. */
export const prepareStore = (
  store: Store["Service"],
  prepare: ((sql: TransactionSql) => unknown) | undefined,
): Effect.Effect<void, EngineError | StoreError> => {
  if (prepare === undefined) return Effect.void
  const failed = (reason: string) => new EngineError({ code: "ConfigurationInvalid", message: `The option 'prepare' failed: ${reason}` })
  const { transactions } = store
  if (transactions === undefined) return Effect.fail(failed("this store has no transactions. Open the engine on SQLite or Postgres."))
  const once = transactions.run("the option 'prepare'", ({ sql }) =>
    Effect.asVoid(Effect.tryPromise({ try: async () => prepare(sql), catch: (cause) => failed(messageOf(cause)) })),
  )
  // Engines that open at the same time make the same tables, and the database lets one of them win.
  return transactions.exclusive ? once : Effect.retry(once, { times: 3 })
}
