/**
 * Disks that are full or read-only: nothing acknowledged is lost, callers are told, and the engine goes on by itself.
 */
import { join } from "node:path"
import type { FaultRecord } from "../FaultRecord.ts"
import type { FaultRun } from "../FaultRun.ts"
import { openInTrouble } from "./openInTrouble.ts"
import { mountSmallDisk } from "./SmallDisk.ts"
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
