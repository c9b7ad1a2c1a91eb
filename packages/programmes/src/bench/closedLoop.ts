/**
 * A closed loop: so many instances are in flight at any time, a new one starts when one ends.
 */
import type { Executable } from "@millrace/kernel"
import type { Millrace } from "millrace"

export interface LoopResult {
  readonly n: number
  readonly milliseconds: number
  /** From each start to its result, ascending. */
  readonly latencies: ReadonlyArray<number>
}

/** A process without input, whatever it gives. */
export type Runnable = Executable<string, {}, unknown, unknown, never, unknown>

/** Runs `n` instances, or as many as are started within `milliseconds`. */
export const closedLoop = async (
  millrace: Millrace,
  process: Runnable,
  { inFlight, n, milliseconds }: { readonly inFlight: number; readonly n: number; readonly milliseconds: number },
): Promise<LoopResult> => {
  const latencies: Array<number> = []
  const began = performance.now()
  let started = 0
  const client = async () => {
    while (started < n && performance.now() - began < milliseconds) {
      started++
      const from = performance.now()
      const handle = await millrace.start(process, {})
      await handle.result()
      latencies.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: Math.min(inFlight, n) }, client))
  return { n: started, milliseconds: performance.now() - began, latencies: latencies.sort((a, b) => a - b) }
}

/** The value below which a share of ascending numbers lies. */
export const quantile = (ascending: ReadonlyArray<number>, share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN

/** The middle one. */
export const median = (numbers: ReadonlyArray<number>): number =>
  quantile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  )
