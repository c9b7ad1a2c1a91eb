/**
 * What the store and the ledger say when all is done: what was lost, what stands still, what happened twice. Read
 * through the store's ports, so that any store can be proved.
 */
import { Store, type StoreError } from "@millrace/engine/store"
import { Effect, type Layer } from "effect"
import type { Flaw } from "../proof/Flaw.ts"
import { readLines, type SideEffect } from "../proof/Ledger.ts"
import { proveIndexes } from "../proof/proveIndexes.ts"
import type { Acknowledged, CrashFiles } from "./CrashFiles.ts"
import { crashPartners } from "./crashPartners.ts"
import { crashProcess } from "./crashProcess.ts"
import { instanceId } from "./crashWork.ts"
import { proveInstance } from "./proveInstance.ts"
import { provePartners } from "./provePartners.ts"

export interface Proof {
  readonly flaws: ReadonlyArray<Flaw>
  /** Runs of handlers, and how many of them repeated one that a kill had interrupted: allowed, and told by the idempotency key. */
  readonly runs: number
  readonly repeats: number
  /** How often a handler was under way in so many killed processes that somebody had to look at it and retry it. */
  readonly retries: number
  /** Commits in the logs of all instances. */
  readonly commits: number
}

/** Looks at the instances with these numbers, and at everything that is left in the indexes. Nothing else may have the store open. */
export const prove = async (store: Layer.Layer<Store, StoreError>, files: CrashFiles, numbers: ReadonlyArray<number>): Promise<Proof> => {
  const effects = Map.groupBy(readLines<SideEffect>(files.ledger), ({ instance }) => instance)
  const lines = readLines<Acknowledged>(files.acknowledged)
  const acknowledged = new Set(lines.map(({ what, instance }) => `${what} ${instance}`))
  const nowhere = { add: () => {}, close: () => {} }
  const model = crashProcess(nowhere).build()
  const read = Effect.gen(function* () {
    const ports = yield* Store
    const flaws: Array<Flaw> = []
    let commits = 0
    for (const number of numbers) {
      const instance = instanceId(number)
      const proved = yield* proveInstance(ports, model, number, {
        effects: effects.get(instance) ?? [],
        startAcknowledged: acknowledged.has(`start ${instance}`),
        completionAcknowledged: acknowledged.has(`complete ${instance}`),
      })
      flaws.push(...proved.flaws)
      commits += proved.commits
    }
    for (const partner of crashPartners(nowhere)) {
      const proved = yield* provePartners(ports, partner.build(), numbers.length)
      flaws.push(...proved.flaws)
      commits += proved.commits
    }
    flaws.push(...(yield* proveIndexes(ports)))
    return { flaws, commits }
  })
  const { flaws, commits } = await Effect.runPromise(Effect.provide(read, store))
  const starts = [...effects.values()].flat().filter(({ phase }) => phase === "start")
  const attempts = new Set(starts.map(({ key, step, attempt }) => `${key} ${step} ${attempt}`))
  return {
    flaws,
    commits,
    runs: starts.length,
    repeats: starts.length - attempts.size,
    retries: lines.filter(({ what }) => what === "retry").length,
  }
}
