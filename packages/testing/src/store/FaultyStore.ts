/**
 * A store that fails by plan: before a commit, so that nothing is written; after it, so that its outcome is not
 * known; or late. It never tears a commit: that is what stores promise.
 */
import { type Store, StoreError, type TransactionPort } from "@millrace/engine/store"
import { Effect } from "effect"
import { seeded } from "./seeded.ts"

/** What happens to one commit. */
export type CommitFault =
  /** Refused, nothing is written. */
  | { readonly type: "before" }
  /** Written, and reported as not known. */
  | { readonly type: "after" }
  /** Written after so many milliseconds. */
  | { readonly type: "late"; readonly millis: number }
  /** Reported as not known, and not written. */
  | { readonly type: "vanished" }

/** Asked before each commit, with its number counted from 1. */
export type FaultPlan = (commit: number) => CommitFault | undefined

export interface FaultRates {
  /** Shares of all commits, from 0 to 1; together at most 1. */
  readonly before?: number
  readonly after?: number
  readonly vanished?: number
  readonly late?: number
  /** The longest delay, in milliseconds. */
  readonly longest?: number
}

/** A plan by seed: the same seed gives the same faults at the same commits. */
export const seededFaults = (seed: number, rates: FaultRates): FaultPlan => {
  const random = seeded(seed)
  const { before = 0, after = 0, vanished = 0, late = 0, longest = 1_000 } = rates
  return () => {
    const dice = random.below(1_000_000) / 1_000_000
    const millis = 1 + random.below(longest)
    if (dice < before) return { type: "before" }
    if (dice < before + after) return { type: "after" }
    if (dice < before + after + vanished) return { type: "vanished" }
    return dice < before + after + vanished + late ? { type: "late", millis } : undefined
  }
}

/** The store with the plan's faults in its commits; everything else is as it was. */
export const faulty = (store: Store["Service"], plan: FaultPlan): Store["Service"] => {
  let commits = 0
  const { transactions } = store
  return {
    ...store,
    ...(transactions === undefined ? {} : { transactions: faultyTransactions(transactions, () => plan(++commits)) }),
    log: {
      ...store.log,
      commit: (batch) =>
        Effect.suspend(() => {
          const fault = plan(++commits)
          const unknown = Effect.fail(
            new StoreError({ code: "StoreOutcomeUnknown", message: `The fault plan took the answer of commit ${commits}: read it back.` }),
          )
          switch (fault?.type) {
            case "before":
              return Effect.fail(
                new StoreError({ code: "StoreUnavailable", message: `The fault plan refused commit ${commits}: try it again.` }),
              )
            case "after":
              return Effect.andThen(store.log.commit(batch), unknown)
            case "vanished":
              return unknown
            case "late":
              return Effect.delay(store.log.commit(batch), fault.millis)
            default:
              return store.log.commit(batch)
          }
        }),
    },
  }
}

class Vanished {
  readonly _tag = "Vanished"
}

/** The same for the COMMIT of transactional steps. */
const faultyTransactions = (port: TransactionPort, next: () => CommitFault | undefined): TransactionPort => ({
  ...port,
  run: (name, use) =>
    Effect.suspend(() => {
      const fault = next()
      const unknown = Effect.fail(new StoreError({ code: "StoreOutcomeUnknown", message: `The fault plan took the answer of ${name}.` }))
      const refused = Effect.fail(new StoreError({ code: "StoreUnavailable", message: `The fault plan refused ${name}: try it again.` }))
      if (fault?.type === "before") return port.run(name, (transaction) => Effect.andThen(use(transaction), refused))
      if (fault?.type === "after") return Effect.andThen(port.run(name, use), unknown)
      if (fault?.type === "late") return Effect.delay(port.run(name, use), fault.millis)
      if (fault?.type !== "vanished") return port.run(name, use)
      const vanishing = port.run(name, (transaction) => Effect.andThen(use(transaction), Effect.fail(new Vanished())))
      return Effect.catchIf(
        vanishing,
        (error) => error instanceof Vanished,
        () => unknown,
      )
    }),
})
