/**
 * The work of handlers in the processes that are killed: noted in the ledger when it begins and when it is done.
 */
import type { LineFile, SideEffect } from "../proof/Ledger.ts"

export const instanceId = (number: number | ""): string => `crash-${number}`

/** Every third instance has a handler that fails at first. */
const stumbles = (number: number): boolean => number % 3 === 0

/** What a handler is told that matters here. */
export interface Call {
  readonly vars: { readonly number: number }
  readonly idempotencyKey: string
  readonly attempt: number
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Notes the work under its number, whichever instance does it, takes its time for it (none for some), and gives its result. */
export const worker =
  (ledger: LineFile<SideEffect>) =>
  <A>(step: string, result: (number: number) => A) =>
  async ({ vars: { number }, idempotencyKey: key, attempt }: Call): Promise<A> => {
    const instance = instanceId(number)
    ledger.add({ phase: "start", instance, step, key, attempt })
    if ((number + step.length) % 3 > 0) await pause((number * 7 + step.length) % 25)
    if (step === "label" && stumbles(number) && attempt === 1) throw new Error("the label printer is warming up")
    ledger.add({ phase: "end", instance, step, key, attempt })
    return result(number)
  }
