/**
 * The proof of the bank: the balances add up, every transfer that completed has moved its money once, every one that
 * failed has not, or has had it undone once, and none is missing or has not ended.
 */
import { Store, type StoreError } from "@millrace/engine/store"
import { Effect, type Layer } from "effect"
import { type Acknowledged, crashFiles } from "../crash/CrashFiles.ts"
import type { Flaw } from "../proof/Flaw.ts"
import { readLines } from "../proof/Ledger.ts"
import { proveIndexes } from "../proof/proveIndexes.ts"
import { readBooks, wholeSum } from "./Books.ts"
import { bankInstance, expectedEnd } from "./bankProcess.ts"

export interface BankProof {
  readonly flaws: ReadonlyArray<Flaw>
  /** What all balances add up to, beside what they have to. */
  readonly sum: number
  readonly wholeSum: number
  /** Entries in the books. */
  readonly entries: number
}

/** Nothing else may have the store open. */
export const proveBank = async (store: Layer.Layer<Store, StoreError>, folder: string, instances: number): Promise<BankProof> => {
  const known = new Set(readLines<Acknowledged>(crashFiles(folder).acknowledged).map(({ instance }) => instance))
  const read = Effect.gen(function* () {
    const ports = yield* Store
    if (ports.transactions === undefined) throw new Error("The store has no transactions: run the bank on another one.")
    const { sum, entries } = yield* ports.transactions.run("the proof", ({ sql }) => Effect.promise(() => readBooks(sql)))
    const flaws: Array<Flaw> = []
    if (sum !== wholeSum) flaws.push({ kind: "doubled", instance: "all", what: `the balances add up to ${sum} instead of ${wholeSum}` })
    const booked = Map.groupBy(entries, ({ instance }) => instance)
    for (let number = 0; number < instances; number++) {
      const instance = bankInstance(number)
      const note = (kind: Flaw["kind"], what: string) => flaws.push({ kind, instance, what })
      const row = yield* ports.instances.byId(instance)
      if (row === undefined) {
        note("lost", known.has(instance) ? "its start was acknowledged, and it is not there" : "it was never started")
        continue
      }
      const expected = expectedEnd(number)
      if (row.status === "active" || row.status === "terminating") note("stuck", `it is ${row.status}`)
      else if (row.status !== expected.status) note("lost", `it is ${row.status} instead of ${expected.status}`)
      for (const what of ["move", "undo"] as const) {
        const found = (booked.get(instance) ?? []).filter((entry) => entry.what === what).length
        const wanted = expected.entries.includes(what) ? 1 : 0
        if (found !== wanted) note(found > wanted ? "doubled" : "lost", `its books have ${found} entries '${what}' instead of ${wanted}`)
      }
    }
    flaws.push(...(yield* proveIndexes(ports)))
    return { flaws, sum, wholeSum, entries: entries.length }
  })
  return Effect.runPromise(Effect.provide(read, store))
}
