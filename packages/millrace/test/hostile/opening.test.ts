/** Files that are not what they should be: each is refused with a code and left as it is, or taken for what it is. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { pathToFileURL } from "node:url"
import { describe, expect, it } from "vitest"
import { Millrace, process } from "../../src/index.ts"
import { closing, expectError, freshFile, tally, taskOf } from "./Scene.ts"

const order = process("order", { version: 1 })
  .serviceTask("size", () => 3)
  .userTask("approve")
  .output(({ vars }) => vars.size)

const open = (file: string) => closing(Millrace.open({ processes: [order], file }))
const tablesOf = (file: string) => {
  const db = new DatabaseSync(file)
  const tables = db.prepare("SELECT name FROM sqlite_schema").all()
  db.close()
  return tables.map(({ name }) => name)
}
/** A store with instances `0` to `n - 1`, each at its task. */
const filled = async (n: number): Promise<string> => {
  const file = freshFile()
  const millrace = await Millrace.open({ processes: [order], file })
  for (let i = 0; i < n; i++) await millrace.start(order, {}, { id: `${i}` })
  for (let i = 0; i < n; i++) await taskOf(millrace, `${i}`)
  await millrace.close()
  return file
}
/** Overwrites pages of a database, counted from 0. */
const damage = (file: string, from: number, pages: number) => {
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0x5a, from * 4096, (from + pages) * 4096))
}

describe("a path that leads nowhere", () => {
  it("is made, with its folders", async () => {
    const file = join(dirname(freshFile()), "a", "b", "c.db")
    await open(file)
    expect(existsSync(file)).toBe(true)
  })

  it("may be a file: URL", async () => {
    const file = freshFile()
    await open(pathToFileURL(file).href)
    expect(existsSync(file)).toBe(true)
  })

  it("is refused where it is a folder", async () => {
    const file = freshFile()
    mkdirSync(file)
    await expectError(open(file), "StoreUnavailable", file, "it is a folder")
  })

  it("is refused where a folder of it is a file, is a link to nothing, or has a NUL", async () => {
    const file = freshFile()
    writeFileSync(file, "")
    await expectError(open(join(file, "millrace.db")), "StoreUnavailable", file)
    const link = join(dirname(file), "link.db")
    symlinkSync(join("nowhere", "millrace.db"), link)
    await expectError(open(link), "StoreUnavailable", link)
    await expectError(open(`${file}\0`), "StoreUnavailable")
  })
})

describe("a file that is not Millrace's", () => {
  it.each([["hi"], ["Dear diary,\n".repeat(1000)]])("is refused and left as it is where it is a text: %j", async (text) => {
    const file = freshFile()
    writeFileSync(file, text)
    await expectError(open(file), "StoreCorrupt", file, "not a database")
    expect(readFileSync(file, "utf8")).toBe(text)
  })

  it("is refused and left as it is where it is the database of another application", async () => {
    const file = freshFile()
    const db = new DatabaseSync(file)
    db.exec("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO customers VALUES (1, 'ann')")
    db.close()
    const before = readFileSync(file)
    await expectError(open(file), "StoreCorrupt", file, "another application", "'customers'", "give another file")
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(tablesOf(file)).toEqual(["customers"])
  })

  it("is taken where it is empty", async () => {
    const file = freshFile()
    writeFileSync(file, "")
    const millrace = await open(file)
    await millrace.start(order, {})
    expect(tablesOf(file)).toContain("instances")
  })
})

describe("a store of Millrace", () => {
  it("that a newer release has migrated is refused, with both versions", async () => {
    const file = await filled(1)
    const db = new DatabaseSync(file)
    db.exec("INSERT INTO millrace_migrations (migration_id, name) VALUES (999, 'from_the_future')")
    db.close()
    await expectError(open(file), "StoreNewer", file, "999", "from_the_future", "install that release")
  })

  it("that is truncated or damaged at its beginning is refused", async () => {
    const truncated = await filled(3)
    truncateSync(truncated, 10_000)
    await expectError(open(truncated), "StoreCorrupt", truncated, "backup")
    const damaged = await filled(3)
    damage(damaged, 1, 8)
    await expectError(open(damaged), "StoreCorrupt", damaged, "backup")
  })

  it("that is damaged somewhere says so with a code wherever the damage is met, and never crashes or hangs", async () => {
    const n = 40
    const sound = await filled(n)
    const pages = readFileSync(sound).length / 4096
    for (let page = 4; page < pages; page += 3) {
      const file = freshFile()
      writeFileSync(file, readFileSync(sound))
      damage(file, page, 1)
      const opened = await open(file).catch((cause: unknown) => cause)
      if (opened instanceof Error) {
        expect(opened).toMatchObject({ code: "StoreCorrupt" })
        continue
      }
      const millrace = opened as Millrace
      const outcomes = await tally([
        ...Array.from({ length: n }, (_, i) => millrace.get(`${i}`)),
        millrace.list(),
        millrace.userTasks.list(),
        millrace.start(order, {}),
      ])
      const known = new Set(["ok", "StoreCorrupt", "InstanceNotFound", "InstanceQuarantined"])
      expect(Object.keys(outcomes).filter((outcome) => !known.has(outcome))).toEqual([])
      await millrace.close()
    }
  })

  it("of which one row cannot be read keeps all others going; after the repair that one goes on too", async () => {
    const file = await filled(3)
    const change = (text: string) => {
      const db = new DatabaseSync(file)
      db.exec(`UPDATE log SET events = ${text} WHERE key = (SELECT key FROM instances WHERE id = '1')`)
      db.close()
    }
    change("'!' || events")
    const millrace = await open(file)
    await expectError(millrace.cancel("1"), "InstanceQuarantined", "Instance 1 of order@1", "damaged")
    const incident = (await millrace.incidents.list({ instance: "1" })).items[0]
    expect(incident).toMatchObject({ instance: "1", process: "order", code: "InstanceQuarantined" })
    expect(await millrace.get("1")).toMatchObject({ quarantined: true })
    await millrace.complete("0", order, "approve", {}, { by: "ann" })
    expect(await millrace.handle(order, "0").result()).toBe(3)
    await millrace.close()

    change("substr(events, 2)")
    const repaired = await open(file)
    await repaired.incidents.retry(incident?.id ?? "")
    await repaired.complete("1", order, "approve", {}, { by: "ann" })
    expect(await repaired.handle(order, "1").result()).toBe(3)
    expect((await repaired.incidents.list()).items).toEqual([])
  })

  it("whose graph has changed under its version says what has changed, and opens again with the old one", async () => {
    const file = await filled(1)
    const changed = process("order", { version: 1 })
      .userTask("sign")
      .output(() => 4)
    await expectError(
      Millrace.open({ processes: [changed], file }),
      "DefinitionChanged",
      "order@1",
      "'approve' was removed",
      "raise the version",
    )
    const millrace = await open(file)
    await millrace.complete("0", order, "approve", {}, { by: "ann" })
    expect(await millrace.handle(order, "0").result()).toBe(3)
  })
})

describe("two engines on one file", () => {
  it("of which the second is refused, also at the same time and through a link; the first goes on", async () => {
    const file = freshFile()
    const both = await Promise.allSettled([open(file), open(file)])
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    const link = join(dirname(file), "link.db")
    symlinkSync(file, link)
    await expectError(open(link), "StoreLocked", file, "stop that one first")
    const first = both.find((one) => one.status === "fulfilled")?.value
    expect(await (await first?.start(order, {}, { id: "a" }))?.why()).toHaveLength(1)
  })

  it("may follow each other at once", async () => {
    const file = freshFile()
    for (let life = 0; life < 5; life++) {
      const millrace = await Millrace.open({ processes: [order], file })
      await millrace.start(order, {}, { id: "same" })
      await millrace.close()
    }
    expect(await (await open(file)).get("same")).toMatchObject({ status: "active" })
  })
})

describe("a file that is deleted while it is open", () => {
  it("is used on until the engine closes; then its instances are gone, and a new store begins", async () => {
    const file = freshFile()
    const millrace = await open(file)
    await millrace.start(order, {}, { id: "lost" })
    rmSync(file)
    await millrace.start(order, {}, { id: "lost, too" })
    expect((await millrace.list()).items).toHaveLength(2)
    await millrace.close()
    const second = await open(file)
    expect((await second.list()).items).toEqual([])
    expect(readdirSync(dirname(file))).toContain("millrace.db")
  })
})
