/**
 * The numbers of all instances that a run has started: those whose start was acknowledged, and those that are in the
 * store although nobody was told.
 */
import { Store, type StoreError } from "@millrace/engine/store"
import { Effect, type Layer } from "effect"
import { readLines } from "../proof/Ledger.ts"
import type { Acknowledged, CrashFiles } from "./CrashFiles.ts"
import { instanceId } from "./crashWork.ts"

const pageSize = 1000

export const startedNumbers = async (store: Layer.Layer<Store, StoreError>, files: CrashFiles): Promise<ReadonlyArray<number>> => {
  const stored = await Effect.runPromise(
    Effect.provide(
      Effect.gen(function* () {
        const { instances } = yield* Store
        const ids: Array<string> = []
        let after: string | undefined
        do {
          const page = yield* instances.list({ process: "crash", limit: pageSize, ...(after === undefined ? {} : { after }) })
          for (const { id } of page.rows) ids.push(id)
          after = page.next
        } while (after !== undefined)
        return ids
      }),
      store,
    ),
  )
  const acknowledged = readLines<Acknowledged>(files.acknowledged).filter(({ what }) => what === "start")
  const ids = new Set([...stored, ...acknowledged.map(({ instance }) => instance)])
  return [...ids].map((id) => Number(id.slice(instanceId("").length))).sort((a, b) => a - b)
}
