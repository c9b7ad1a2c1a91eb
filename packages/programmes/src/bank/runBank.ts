/**
 * A run of the bank: life after life of a process that transfers money, each ended by a kill, until all is done; then
 * the proof of the books.
 */
import { crashFiles } from "../crash/CrashFiles.ts"
import { live, planKill } from "../crash/Life.ts"
import { countFlaws } from "../proof/Flaw.ts"
import { makeRandom } from "../Random.ts"
import { type StoreName, storeLayer } from "../StoreName.ts"
import { type BankProof, proveBank } from "./proveBank.ts"

export interface BankRecord extends BankProof {
  readonly workload: "bank"
  readonly store: StoreName
  readonly instances: number
  /** Kills that found the process alive. */
  readonly kills: number
  readonly lost: number
  readonly doubled: number
  readonly stuck: number
  readonly seconds: number
  readonly seed: number
}

export interface BankRun {
  readonly store: StoreName
  readonly instances: number
  readonly kills: number
  readonly seed: number
  readonly folder: string
}

/** Kills until all is done, then proves. */
export const runBank = async ({ store, instances, kills, seed, folder }: BankRun, print: (line: string) => void): Promise<BankRecord> => {
  const random = makeRandom(seed)
  const from = performance.now()
  let startUp = 500
  let landed = 0
  for (;;) {
    // Work is released bit by bit, so that there is some for the last kill as for the first, and some after it.
    const released = Math.ceil(instances * Math.min(1, (landed + 1) / (kills + 1)))
    const plan = landed < kills ? planKill(random, startUp) : undefined
    const end = await live({ child: "bank/child.ts", store, folder, instances, released }, plan)
    if (end.startUp !== undefined) startUp = Math.min(startUp, end.startUp)
    if (!end.killed || plan === undefined) break
    landed++
    if (landed % 10 === 0) print(`${landed} of ${kills} kills after ${((performance.now() - from) / 1000).toFixed(1)} s`)
  }
  const proof = await proveBank(storeLayer(store, crashFiles(folder).store), folder, instances)
  const seconds = (performance.now() - from) / 1000
  return { workload: "bank", store, instances, kills: landed, ...countFlaws(proof.flaws), seconds, seed, ...proof }
}
