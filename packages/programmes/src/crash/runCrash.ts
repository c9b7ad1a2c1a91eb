/**
 * A crash run: one life after another on the same files, each ended by a kill, until all instances are done.
 */
import { countFlaws } from "../proof/Flaw.ts"
import { makeRandom } from "../Random.ts"
import { type StoreName, storeLayer } from "../StoreName.ts"
import { crashFiles } from "./CrashFiles.ts"
import { type KillPlan, live, planKill } from "./Life.ts"
import { type Proof, prove } from "./Proof.ts"

export interface CrashRecord extends Proof {
  readonly store: StoreName
  readonly instances: number
  /** Kills that found the process alive. */
  readonly kills: number
  /** Things that were started or acknowledged and are gone. */
  readonly lost: number
  /** Transitions that were applied twice. */
  readonly doubled: number
  /** Things that did not end. */
  readonly stuck: number
  readonly seconds: number
  readonly seed: number
  /** Where the kills fell. */
  readonly killsAt: Readonly<Record<KillPlan["at"], number>>
}

/** What to run, and where its files are. */
export interface CrashRun {
  readonly store: StoreName
  readonly instances: number
  readonly kills: number
  readonly seed: number
  readonly folder: string
}

/** Kills until all is done, then proves. */
export const runCrash = async (
  { store, instances, kills, seed, folder }: CrashRun,
  print: (line: string) => void,
): Promise<CrashRecord> => {
  const random = makeRandom(seed)
  const from = performance.now()
  const killsAt = { "start-up": 0, work: 0, commit: 0 }
  let startUp = 500
  let landed = 0
  for (;;) {
    // Work is released bit by bit, so that there is some for the last kill as for the first, and some after it.
    const released = Math.ceil(instances * Math.min(1, (landed + 1) / (kills + 1)))
    const plan = landed < kills ? planKill(random, startUp) : undefined
    const end = await live({ store, folder, instances, released }, plan)
    if (end.startUp !== undefined) startUp = Math.min(startUp, end.startUp)
    // Without a plan it is killed only when it does not come to an end: the proof says what stands still.
    if (!end.killed || plan === undefined) break
    killsAt[plan.at]++
    landed++
    if (landed % 10 === 0) print(`${landed} of ${kills} kills after ${((performance.now() - from) / 1000).toFixed(1)} s`)
  }
  const files = crashFiles(folder)
  const proof = await prove(storeLayer(store, files.store), files, [...Array(instances).keys()])
  const seconds = (performance.now() - from) / 1000
  return {
    store,
    instances,
    kills: landed,
    ...countFlaws(proof.flaws),
    seconds,
    seed,
    killsAt,
    ...proof,
  }
}
