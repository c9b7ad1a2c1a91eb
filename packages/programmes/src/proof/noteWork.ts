/**
 * A process whose handlers note in a ledger what they do, whatever else they do.
 */
import type { Handler, HandlerContext, Model } from "@millrace/kernel"
import { Effect } from "effect"
import type { SelfContained } from "../withMillrace.ts"
import type { LineFile, SideEffect } from "./Ledger.ts"

/** The same process; the beginning and the end of each run of a handler are lines of the ledger. */
export const noteWork = (process: SelfContained, ledger: LineFile<SideEffect>): SelfContained => ({
  id: process.id,
  version: process.version,
  build: (options) => {
    const model: Model = process.build(options)
    const handlers = new Map([...model.bindings.handlers].map(([name, handler]) => [name, noting(name, handler, ledger)]))
    return { ...model, bindings: { ...model.bindings, handlers } }
  },
})

const noting =
  (step: string, handler: Handler, ledger: LineFile<SideEffect>): Handler =>
  (context: HandlerContext) => {
    const { instance, idempotencyKey: key, attempt } = context
    const note = (phase: SideEffect["phase"]) => ledger.add({ phase, instance, step, key, attempt })
    note("start")
    const returned = handler(context)
    if (Effect.isEffect(returned))
      return Effect.ensuring(
        returned as Effect.Effect<unknown, unknown>,
        Effect.sync(() => note("end")),
      )
    // A typed error is a result like any other: the attempt has ended.
    return Promise.resolve(returned).finally(() => note("end"))
  }
