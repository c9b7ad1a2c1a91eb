/**
 * The least trouble that a failing seed needs: without the faults it does without, and as short as it can be. Each try
 * is another simulation, so that what fails in the end may be another thing than in the beginning.
 */
import { type FaultKind, faultKinds, type SimulationOutcome } from "@millrace/testing"

export interface Shrunk {
  readonly without: ReadonlyArray<FaultKind>
  readonly steps: number
  readonly outcome: SimulationOutcome
}

export type Try = (options: {
  readonly seed: number
  readonly steps: number
  readonly without: ReadonlyArray<FaultKind>
}) => Promise<SimulationOutcome>

export const shrink = async (failed: SimulationOutcome, attempt: Try): Promise<Shrunk> => {
  const { seed } = failed
  let least: Shrunk = { without: [], steps: failed.steps, outcome: failed }
  const consider = async (without: ReadonlyArray<FaultKind>, steps: number): Promise<void> => {
    const outcome = await attempt({ seed, steps, without })
    if (!outcome.ok) least = { without, steps, outcome }
  }
  for (const kind of faultKinds) if (failed.kinds[kind] !== undefined) await consider([...least.without, kind], least.steps)
  for (let share = 2; share <= 64 && least.steps > 1; share *= 2) {
    const before = least
    await consider(least.without, Math.max(1, least.steps - Math.ceil(least.steps / share)))
    // What could be cut off once may be cut off again.
    if (least !== before) share /= 2
  }
  return least
}
