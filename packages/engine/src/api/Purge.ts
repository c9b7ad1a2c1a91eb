/**
 * Retention: instances that ended are kept until somebody says that they may go.
 */
import { Effect } from "effect"
import type { Core } from "../Core.ts"
import { EngineError } from "../EngineError.ts"
import { outsideTransactions } from "../transactions/insideTransaction.ts"
import { allow, checkOptionalName, shown } from "./Argument.ts"
import { engineClosed } from "./ask.ts"

export interface PurgeOptions {
  /** Instances that ended before this moment go: a `Date`, or milliseconds since the epoch. */
  readonly endedBefore: Date | number
  /** Only instances of this process. */
  readonly process?: string
}

/** How many instances are looked at in one step: between two, others have their turn. */
const atOnce = 200

export const makePurge = (core: Core) =>
  outsideTransactions(
    Effect.fn("Engine.purge")(function* (options: PurgeOptions) {
      const endedBefore = yield* momentOf(options)
      const { process } = options
      yield* allow(checkOptionalName("The process", process))
      let removed = 0
      for (let after: number | undefined = 0; after !== undefined; ) {
        if (core.closing) return yield* engineClosed()
        const step: { readonly removed: number; readonly next: number | undefined } = yield* core.store.instances.purge({
          endedBefore,
          after,
          limit: atOnce,
          ...(process === undefined ? {} : { process }),
        })
        removed += step.removed
        after = step.next
        yield* Effect.yieldNow
      }
      return removed
    }),
  )

/** Whoever leaves the moment out does not mean everything. */
const momentOf = (options: PurgeOptions): Effect.Effect<number, EngineError> => {
  const given: unknown = typeof options === "object" && options !== null ? options.endedBefore : undefined
  const moment = given instanceof Date ? given.getTime() : given
  return typeof moment === "number" && !Number.isNaN(moment)
    ? Effect.succeed(moment)
    : Effect.fail(
        new EngineError({
          code: "ArgumentInvalid",
          message: `purge takes { endedBefore }, a Date or milliseconds since the epoch, and was given ${shown(given)}: say until when instances had to end to be removed.`,
        }),
      )
}
