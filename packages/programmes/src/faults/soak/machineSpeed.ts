/**
 * How fast the machine is at the moment, measured by a fixed piece of work that has nothing to do with the engine: on a
 * machine that others use as well, latency alone says nothing.
 */
import { createHash } from "node:crypto"
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs"

export interface MachineSpeed {
  /** Does the work; gives the milliseconds it took. */
  readonly measure: () => number
  readonly close: () => void
}

/** `path` is of a file on the disk that counts. */
export const machineSpeed = (path: string): MachineSpeed => {
  const file = openSync(path, "w")
  const bytes = Buffer.alloc(4 * 1024 * 1024, "x")
  return {
    measure: () => {
      const from = performance.now()
      const digest = createHash("sha256").update(bytes).digest()
      writeSync(file, digest, 0, digest.length, 0)
      fsyncSync(file)
      return performance.now() - from
    },
    close: () => closeSync(file),
  }
}
