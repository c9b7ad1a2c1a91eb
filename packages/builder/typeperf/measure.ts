/**
 * Measures what the compiler spends on chains of many steps, beside the thresholds that are pinned.
 */
import { readFileSync } from "node:fs"
import { compile } from "../test/types/compiler.ts"
import { chainSource } from "./chain.ts"

/** Steps in a chain; 400 is there to see that it compiles at all. */
export const sizes = [20, 100, 200, 400] as const

/** A chain may cost that share more than pinned before somebody has to look. */
export const tolerance = 0.03

/** What the steps of a chain cost, without what the program costs that has none. */
export interface Measured {
  readonly steps: number
  readonly instantiations: number
  readonly pinned: number
  readonly checkSeconds: number
  /** No mistake was reported, and the count is within the tolerance. */
  readonly ok: boolean
  /** Mistakes the compiler reported, such as TS2589. */
  readonly errors: ReadonlyArray<string>
}

export const thresholdsFile = new URL("thresholds.json", import.meta.url)
const thresholds = (): Readonly<Record<string, number>> => JSON.parse(readFileSync(thresholdsFile, "utf8"))

/** Compiles a chain of that many steps, and one of none to compare it with. */
export const measure = async (steps: number): Promise<Measured> => {
  const [none, chain] = [await figures(0), await figures(steps)]
  const instantiations = chain.instantiations - none.instantiations
  const pinned = thresholds()[steps] ?? 0
  return {
    steps,
    instantiations,
    pinned,
    checkSeconds: Math.max(0, Number((chain.checkSeconds - none.checkSeconds).toFixed(3))),
    errors: chain.errors,
    ok: chain.errors.length === 0 && instantiations <= pinned * (1 + tolerance),
  }
}

interface Figures {
  readonly instantiations: number
  readonly checkSeconds: number
  readonly errors: ReadonlyArray<string>
}

const known = new Map<number, Promise<Figures>>()

const figures = (steps: number): Promise<Figures> => {
  const measured = known.get(steps) ?? compileChain(steps)
  known.set(steps, measured)
  return measured
}

const compileChain = async (steps: number): Promise<Figures> => {
  const printed = await compile(`perf-${steps}`, { "chain.ts": chainSource(steps) }, "--extendedDiagnostics")
  const figure = (name: string): number => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(printed)?.[1] ?? Number.NaN)
  const errors = printed.split("\n").filter((line) => line.includes("chain.ts") && line.includes(": error TS"))
  return { instantiations: figure("Instantiations"), checkSeconds: figure("Check time"), errors }
}
