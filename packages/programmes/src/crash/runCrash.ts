/**
 * A crash run: one life after another on the same files, each ended by a kill, until all instances are done.
 */
import { countFlaws } from "../proof/Flaw.ts"
import { makeRandom } from "../Random.ts"
import { type StoreName, storeLayer } from "../StoreName.ts"
import { crashFiles } from "./CrashFiles.ts"
import { killUntilDone } from "./killUntilDone.ts"
import type { KillPlan } from "./Life.ts"
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
  const from = performance.now()
  const { landed, killsAt } = await killUntilDone({ store, folder, instances, kills }, makeRandom(seed), print)
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
