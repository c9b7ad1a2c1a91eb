/**
 * Disks that are full or read-only: nothing acknowledged is lost, callers are told, and the engine goes on by itself.
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { layer as sqliteLayer } from "@millrace/store-sqlite"
import { Millrace, StoreError } from "millrace"
import { crashProcess } from "../../crash/crashProcess.ts"
import type { Flaw } from "../../proof/Flaw.ts"
import { type FaultRecord, faultRecord } from "../FaultRecord.ts"
import type { FaultRun } from "../FaultRun.ts"
import { mountSmallDisk, type SmallDisk } from "./SmallDisk.ts"
import { watchConnection } from "./storeConnection.ts"
import { underTrouble } from "./underTrouble.ts"

/** More pages than any file has: SQLite's own default. */
const endless = 4_294_967_294

export const runDisk = async (run: FaultRun): Promise<ReadonlyArray<FaultRecord>> => {
  const records: Array<FaultRecord> = []
  const add = (record: FaultRecord) => {
    run.report(record)
    records.push(record)
  }
  add(await outOfPages(run.folder))
  add(await queryOnly(run.folder))
  const disk = mountSmallDisk(join(run.folder, "disk"), 32)
  if (disk === undefined) {
    run.say("disk: this machine does not let us mount a small file system (it takes Linux and root): the two parts on one are left out")
    return records
  }
  try {
    add(
      await underTrouble(join(run.folder, "full"), join(disk.folder, "store.db"), {
        fault: "disk: full",
        code: "StoreFull",
        begin: disk.fill,
        end: disk.free,
      }),
    )
    add(await openInTrouble(disk))
  } finally {
    disk.remove()
  }
  return records
}

/** The file may not grow: a statement in the middle of a commit fails. */
const outOfPages = async (folder: string): Promise<FaultRecord> => {
  const filename = join(folder, "pages.db")
  const connection = watchConnection(filename)
  try {
    return await underTrouble(join(folder, "pages"), filename, {
      fault: "disk: no page left",
      code: "StoreFull",
      begin: () => connection.pragma(`max_page_count = ${connection.pragma("page_count")}`),
      end: () => connection.pragma(`max_page_count = ${endless}`),
    })
  } finally {
    connection.forget()
  }
}

/** The file may only be read. */
const queryOnly = async (folder: string): Promise<FaultRecord> => {
  const filename = join(folder, "read-only.db")
  const connection = watchConnection(filename)
  try {
    return await underTrouble(join(folder, "read-only"), filename, {
      fault: "disk: read-only",
      code: "StoreReadOnly",
      begin: () => connection.pragma("query_only = ON"),
      end: () => connection.pragma("query_only = OFF"),
    })
  } finally {
    connection.forget()
  }
}

/** A store on a disk that is read-only or full when it is opened: told with its code, and opened when that is mended. */
const openInTrouble = async (disk: SmallDisk): Promise<FaultRecord> => {
  const from = performance.now()
  const flaws: Array<Flaw> = []
  const crash = crashProcess({ add: () => {}, close: () => {} })
  const open = async (name: string): Promise<string> => {
    try {
      const millrace = await Millrace.open({ processes: [crash], store: sqliteLayer({ filename: join(disk.folder, name, "store.db") }) })
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
