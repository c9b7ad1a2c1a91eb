/**
 * A Millrace for one measurement, closed afterwards.
 */
import type { Executable } from "@millrace/kernel"
import type { Layer } from "effect"
import { Millrace, type Store, type StoreError } from "millrace"

/** Whatever can be run without services. */
export type SelfContained = Executable<string, never, unknown, unknown, never, unknown>

export const withMillrace = async <A>(
  store: Layer.Layer<Store, StoreError>,
  processes: ReadonlyArray<SelfContained>,
  use: (millrace: Millrace) => Promise<A>,
): Promise<A> => {
  const millrace = await Millrace.open({ processes, store })
  try {
    return await use(millrace)
  } finally {
    await millrace.close()
  }
}
