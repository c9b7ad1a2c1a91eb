/** The crash programme in short, and that its proof sees what it has to see. */
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { crashFiles } from "../src/crash/CrashFiles.ts"
import { crash } from "../src/crash/crash.ts"
import { prove } from "../src/crash/Proof.ts"
import { type CrashRecord, runCrash } from "../src/crash/runCrash.ts"
import type { Flaw } from "../src/proof/Flaw.ts"
import { storeLayer } from "../src/StoreName.ts"

const instances = 40
const folder = mkdtempSync(join(tmpdir(), "millrace-crash-test-"))
const run = mkdtempSync(join(folder, "run-"))
let record: CrashRecord

beforeAll(async () => {
  record = await runCrash({ store: "sqlite", instances, kills: 10, seed: 20, folder: run }, () => {})
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The proof after somebody changed the rows that the run left. */
const flawsAfter = async (...changes: ReadonlyArray<string>): Promise<ReadonlyArray<Flaw>> => {
  const copy = mkdtempSync(join(folder, "tampered-"))
  cpSync(run, copy, { recursive: true })
  const files = crashFiles(copy)
  const db = new DatabaseSync(files.store)
  for (const change of changes) db.exec(change)
  db.close()
  return (await prove(storeLayer("sqlite", files.store), files, [...Array(instances).keys()])).flaws
}
const keyOf = (number: number) => `(SELECT key FROM instances WHERE id = 'crash-${number}')`

describe("ten kills among forty instances", () => {
  it("lose nothing, double nothing and leave nothing stuck", () => {
    expect(record.flaws).toEqual([])
    expect(record).toMatchObject({ store: "sqlite", instances, kills: 10, lost: 0, doubled: 0, stuck: 0 })
  })

  it("let handlers run again, and no more than that", () => {
    expect(record.runs).toBeGreaterThan(instances * 7)
    expect(record.repeats).toBeGreaterThanOrEqual(0)
    expect(record.commits).toBeGreaterThan(instances * 10)
  })
})

describe("the proof", () => {
  it("sees an instance that is gone", async () => {
    expect(await flawsAfter("DELETE FROM instances WHERE id = 'crash-3'")).toContainEqual({
      kind: "lost",
      instance: "crash-3",
      what: "its start was acknowledged, and it is gone",
    })
  })

  it("sees a commit that is missing in a log", async () => {
    const flaws = await flawsAfter(`DELETE FROM log WHERE key = ${keyOf(4)} AND seq = 3`)
    expect(flaws).toContainEqual({ kind: "lost", instance: "crash-4", what: "commit 3 of its log has the number 4" })
  })

  it("sees events that were applied twice", async () => {
    const flaws = await flawsAfter(
      `UPDATE log SET events = (SELECT substr(l.events, 1, length(l.events) - 1) || ',' || substr(l.events, 2) FROM log l WHERE l.key = log.key AND l.seq = log.seq)
       WHERE key = ${keyOf(6)} AND events LIKE '%"JobCompleted"%'`,
    )
    expect(flaws.filter(({ kind, instance }) => kind === "doubled" && instance === "crash-6")).not.toEqual([])
  })

  it("sees an instance that did not end", async () => {
    const flaws = await flawsAfter("UPDATE instances SET status = 'active' WHERE id = 'crash-5'")
    expect(flaws).toContainEqual({ kind: "stuck", instance: "crash-5", what: "it is active" })
  })

  it("says once that an instance stands still, and what was acknowledged of it and is gone", async () => {
    const flaws = await flawsAfter(
      `DELETE FROM log WHERE key = ${keyOf(8)} AND seq > 2`,
      "UPDATE instances SET status = 'active', seq = 2, result = NULL WHERE id = 'crash-8'",
    )
    expect(flaws).toEqual([
      { kind: "stuck", instance: "crash-8", what: "it is active" },
      { kind: "lost", instance: "crash-8", what: "the completion of its user task was acknowledged, and is gone" },
    ])
  })

  it("sees a result that is not the right one", async () => {
    const flaws = await flawsAfter(`UPDATE instances SET result = '{"declined":11}' WHERE id = 'crash-10'`)
    expect(flaws).toContainEqual({ kind: "lost", instance: "crash-10", what: 'it gave {"declined":11}, not {"declined":10}' })
  })

  it("sees rows that instances left in the indexes", async () => {
    const flaws = await flawsAfter(
      `INSERT INTO timers (key, id, due) VALUES (${keyOf(1)}, 99, 1)`,
      `INSERT INTO jobs (key, id, handler, due, owner) VALUES (${keyOf(1)}, 98, 'h', 1, NULL)`,
      `UPDATE instances SET owner = 1 WHERE id = 'crash-2'`,
    )
    expect(flaws.map(({ kind, what }) => `${kind} ${what}`).sort()).toEqual([
      "stuck the index of instances with open work still holds a row of it",
      "stuck the index of jobs still holds a row of it",
      "stuck the index of timers still holds a row of it",
    ])
  })
})

describe("the command line", () => {
  it("answers --help with the options", async () => {
    const lines: Array<string> = []
    expect(await crash(["--help"], (line) => lines.push(line))).toBe(0)
    expect(lines.join("\n")).toContain("--kills N")
  })

  it("answers a mistake with a sentence", async () => {
    await expect(crash(["--kills", "many"], () => {})).rejects.toThrow("--kills many: give a whole number, at least 1.")
    await expect(crash(["--store", "paper"], () => {})).rejects.toThrow("--store paper: give one of sqlite, sqlite-normal, postgres.")
  })
})
