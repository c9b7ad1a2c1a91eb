/** The bank in short, on both databases, and that its proof sees what it has to see. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, describe, expect, it } from "vitest"
import { proveBank } from "../src/bank/proveBank.ts"
import { runBank } from "../src/bank/runBank.ts"
import { crashFiles } from "../src/crash/CrashFiles.ts"
import { storeLayer } from "../src/StoreName.ts"
import { withPostgres } from "../src/withPostgres.ts"

const folder = mkdtempSync(join(tmpdir(), "millrace-bank-test-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const instances = 20
const freshFolder = () => mkdtempSync(join(folder, "run-"))

describe("a bank that is killed three times", () => {
  it("has books that add up, and moves each sum once, on SQLite", { timeout: 120_000 }, async () => {
    const place = freshFolder()
    const record = await runBank({ store: "sqlite", instances, kills: 3, seed: 11, folder: place }, () => {})
    expect(record.flaws).toEqual([])
    expect(record.sum).toBe(record.wholeSum)

    // The proof sees an entry too many, and one that is missing.
    const file = crashFiles(place).store
    const db = new DatabaseSync(file)
    db.exec("INSERT INTO bank_entries SELECT * FROM bank_entries WHERE instance = 'transfer-3'")
    db.exec("DELETE FROM bank_entries WHERE instance = 'transfer-4'")
    db.exec("UPDATE bank_accounts SET balance = balance + 1 WHERE id = 'account-1'")
    db.close()
    const { flaws } = await proveBank(storeLayer("sqlite", file), place, instances)
    expect(flaws.map(({ kind, instance }) => `${kind} ${instance}`)).toEqual(["doubled all", "doubled transfer-3", "lost transfer-4"])
  })

  it("has books that add up, and moves each sum once, on Postgres", { timeout: 120_000 }, async () => {
    const record = await withPostgres(["postgres"], () =>
      runBank({ store: "postgres", instances, kills: 3, seed: 11, folder: freshFolder() }, () => {}),
    )
    expect(record.flaws).toEqual([])
    expect(record.sum).toBe(record.wholeSum)
  })
})
