/**
 * All invariants of a process. A new one is a file here and a place in this list.
 */
import type { CompiledProcess } from "../CompiledProcess.ts"
import type { ProcessState } from "../State.ts"
import { compensations } from "./compensations.ts"
import { endings } from "./endings.ts"
import { type Invariant, knownNode } from "./Invariant.ts"
import { ids } from "./ids.ts"
import { joins } from "./joins.ts"
import { places } from "./places.ts"
import { progress } from "./progress.ts"
import { locks, runs } from "./runs.ts"
import { tree } from "./tree.ts"
import { waits } from "./waits.ts"

/** What elements say of themselves, built in or brought by plugins. */
const ofElements: Invariant = function* (compiled, state) {
  for (const it of state.elements.values()) {
    const check = knownNode(compiled, it)?.element.violations
    if (check !== undefined) yield* check(state, it)
  }
}

const invariants: ReadonlyArray<Invariant> = [places, tree, waits, progress, joins, endings, compensations, runs, locks, ids, ofElements]

/** What must hold of every state between two commits and does not, in sentences. */
export const violations = (compiled: CompiledProcess, state: ProcessState): ReadonlyArray<string> =>
  invariants.flatMap((invariant) => [...invariant(compiled, state)])
