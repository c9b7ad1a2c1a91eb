/**
 * A store on a disk that is read-only or full when it is opened: told with its code, and opened when that is mended.
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { sqlite } from "@millrace/store-sqlite"
import { Millrace, StoreError } from "millrace"
import { crashPartners } from "../../crash/crashPartners.ts"
import { crashProcess } from "../../crash/crashProcess.ts"
import type { Flaw } from "../../proof/Flaw.ts"
import { type FaultRecord, faultRecord } from "../FaultRecord.ts"
import type { SmallDisk } from "./SmallDisk.ts"

export const openInTrouble = async (disk: SmallDisk): Promise<FaultRecord> => {
  const from = performance.now()
  const flaws: Array<Flaw> = []
  const nowhere = { add: () => {}, close: () => {} }
  const crash = crashProcess(nowhere)
  const open = async (name: string): Promise<string> => {
    try {
      const millrace = await Millrace.open({
        processes: [crash, ...crashPartners(nowhere)],
        store: sqlite({ filename: join(disk.folder, name, "store.db") }),
      })
      await millrace.close()
      return "opened"
    } catch (error) {
      return error instanceof StoreError ? error.code : String(error)
    }
  }
  const expect = async (name: string, expected: string, when: string) => {
    const actual = await open(name)
    if (actual !== expected) flaws.push({ kind: "lost", instance: name, what: `opening it ${when} gave ${actual}, not ${expected}` })
  }
  mkdirSync(join(disk.folder, "new"), { recursive: true })
  await expect("old", "opened", "at first")
  disk.setReadOnly(true)
  await expect("old", "StoreReadOnly", "on a read-only disk")
  await expect("new", "StoreReadOnly", "for the first time on a read-only disk")
  disk.setReadOnly(false)
  await expect("old", "opened", "when the disk was writable again")
  disk.fill()
  await expect("old", "StoreFull", "on a full disk")
  await expect("new", "StoreFull", "for the first time on a full disk")
  disk.free()
  await expect("old", "opened", "when there was space again")
  await expect("new", "opened", "for the first time when there was space again")
  return faultRecord({ fault: "disk: opened in trouble", store: "sqlite", instances: 0, crashes: 4 }, flaws, from)
}
