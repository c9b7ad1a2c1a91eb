import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { makeSqliteStore } from "@millrace/store-sqlite"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { temporaryFolder } from "../temporaryFolder.ts"
import { schemaOf } from "./dumpOf.ts"
import { fillSample, findMail, findSample, goesOn } from "./sampleStore.ts"

const folder = temporaryFolder()
const fixtures = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".sql"))
  .sort()

let files = 0

/** A database file made of a fixture. */
const restored = (fixture: string): string => {
  const filename = join(folder, `${++files}.db`)
  const db = new DatabaseSync(filename)
  db.exec(readFileSync(join(import.meta.dirname, fixture), "utf8"))
  db.close()
  return filename
}

const opened = (filename: string, use: typeof fillSample) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(makeSqliteStore({ filename }), use)))

const read = <A>(filename: string, use: (db: DatabaseSync) => A): A => {
  const db = new DatabaseSync(filename)
  try {
    return use(db)
  } finally {
    db.close()
  }
}

const fresh = async (): Promise<string> => {
  const filename = join(folder, `${++files}.db`)
  await opened(filename, fillSample)
  return filename
}

describe("migrations", () => {
  it.each(fixtures)("open a store of schema %s and find everything in it", async (fixture) => {
    await opened(restored(fixture), findSample)
  })

  it.each(fixtures.slice(2))("find the messages in a store of schema %s, and those who wait for them", async (fixture) => {
    await opened(restored(fixture), findMail)
  })

  it.each(fixtures)("let instances of a store of schema %s go on, and wait for messages", async (fixture) => {
    await opened(restored(fixture), goesOn)
  })

  it("bring each old store to the very schema of a new one", async () => {
    const wanted = read(await fresh(), schemaOf)
    for (const fixture of fixtures) {
      const filename = restored(fixture)
      await opened(filename, findSample)
      expect(read(filename, schemaOf)).toEqual(wanted)
    }
  })

  it("have a fixture of the newest schema, recorded by `node test/migrations/record.ts`", async () => {
    const newest = read(await fresh(), (db) => db.prepare("SELECT max(migration_id) AS id FROM millrace_migrations").get())
    expect(fixtures.at(-1)).toBe(`${String(newest?.id).padStart(4, "0")}.sql`)
  })
})
