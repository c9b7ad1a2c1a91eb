/**
 * The ledger of side effects: what the world saw of the handlers, in a file that outlives the process. Every line is
 * one write to a file opened for appending, so that a killed process leaves whole lines only.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs"

/** A handler began or ended one attempt. */
export interface SideEffect {
  readonly phase: "start" | "end"
  readonly instance: string
  readonly step: string
  /** The idempotency key the handler was given. */
  readonly key: string
  readonly attempt: number
}

export interface LineFile<Line> {
  /** Ends when the line is in the file. */
  readonly add: (line: Line) => void
  readonly close: () => void
}

/** Opens a file of JSON lines for appending. With `durable`, each line is on the disk when `add` ends. */
export const openLines = <Line>(path: string, durable = false): LineFile<Line> => {
  const file = openSync(path, "a")
  return {
    add: (line) => {
      writeSync(file, `${JSON.stringify(line)}\n`)
      if (durable) fsyncSync(file)
    },
    close: () => closeSync(file),
  }
}

/** All lines of such a file; none if it was never opened. */
export const readLines = <Line>(path: string): ReadonlyArray<Line> =>
  existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Line)
    : []
