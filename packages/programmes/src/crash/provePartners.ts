/**
 * The instances that were called or begun by a message: one for each that called or asked, ended, with a whole log.
 */
import type { Store, StoreError } from "@millrace/engine/store"
import type { Model } from "@millrace/kernel"
import { Effect } from "effect"
import type { Flaw } from "../proof/Flaw.ts"
import { proveStored } from "../proof/proveStored.ts"

export const provePartners = Effect.fnUntraced(function* (
  ports: Store["Service"],
  model: Model,
  expected: number,
): Effect.fn.Return<{ readonly flaws: ReadonlyArray<Flaw>; readonly commits: number }, StoreError> {
  const flaws: Array<Flaw> = []
  const process = model.definition.id
  const { rows } = yield* ports.instances.list({ process, limit: 100_000 })
  if (rows.length !== expected)
    flaws.push({
      kind: rows.length < expected ? "lost" : "doubled",
      instance: process,
      what: `it has ${rows.length} instances, not ${expected}`,
    })
  let commits = 0
  for (const { id, status } of rows) {
    if (status !== "completed") flaws.push({ kind: "stuck", instance: id, what: `it is ${status}` })
    const stored = yield* proveStored(ports, model, id, (kind, what) => flaws.push({ kind, instance: id, what }))
    commits += stored?.commits ?? 0
  }
  return { flaws, commits }
})
