/**
 * A run of the bank: life after life of a process that transfers money, each ended by a kill, until all is done; then
 * the proof of the books.
 */
import { crashFiles } from "../crash/CrashFiles.ts"
import { killUntilDone } from "../crash/killUntilDone.ts"
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
  const from = performance.now()
  const { landed } = await killUntilDone({ child: "bank/child.ts", store, folder, instances, kills }, makeRandom(seed), print)
  const proof = await proveBank(storeLayer(store, crashFiles(folder).store), folder, instances)
  const seconds = (performance.now() - from) / 1000
  return { workload: "bank", store, instances, kills: landed, ...countFlaws(proof.flaws), seconds, seed, ...proof }
}
