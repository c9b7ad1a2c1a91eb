/**
 * Records the fixture of the newest schema: `node test/migrations/record.ts`, once for each release that brings a
 * migration. The file is a small store as SQL text; what is recorded is never edited.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { makeSqliteStore } from "@millrace/store-sqlite"
import { Effect } from "effect"
import { dumpOf } from "./dumpOf.ts"
import { fillSample } from "./sampleStore.ts"

const folder = mkdtempSync(join(tmpdir(), "millrace-record-"))
const filename = join(folder, "store.db")
await Effect.runPromise(Effect.scoped(Effect.flatMap(makeSqliteStore({ filename }), fillSample)))
const db = new DatabaseSync(filename)
const newest = db.prepare("SELECT max(migration_id) AS id FROM millrace_migrations").get()
const name = `${String(newest?.id).padStart(4, "0")}.sql`
writeFileSync(join(import.meta.dirname, name), dumpOf(db))
db.close()
rmSync(folder, { recursive: true })
process.stdout.write(`recorded ${name}\n`)
