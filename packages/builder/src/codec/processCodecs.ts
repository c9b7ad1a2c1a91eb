/**
 * How the input of a process that is called is written, and its output read: kept beside the values that stand for
 * processes, since the graph knows them by their id alone.
 */
import type { Codec } from "@millrace/kernel"

export interface ProcessCodecs {
  readonly input: Codec
  /** Where the output is not plain JSON. */
  readonly output?: Codec
}

const known = new WeakMap<object, () => ProcessCodecs>()

/** Notes the codecs of a process or of a reference to one, and gives it back. */
export const noteCodecs = <T extends object>(process: T, codecs: () => ProcessCodecs): T => {
  known.set(process, codecs)
  return process
}

/** The codecs of what is called; undefined where it was not made by this package. */
export const codecsOf = (process: object): ProcessCodecs | undefined => known.get(process)?.()
