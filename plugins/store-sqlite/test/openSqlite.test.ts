import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { StoreError } from "@millrace/engine/store"
import { makeSqliteStore, type SqliteStoreOptions } from "@millrace/store-sqlite"
import { startInstance, startInstances } from "@millrace/testing/store"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { temporaryFolder } from "./temporaryFolder.ts"

const folder = temporaryFolder()

const open = (options: SqliteStoreOptions) => Effect.runPromise(Effect.scoped(Effect.asVoid(makeSqliteStore(options))))
const refusal = (filename: string): Promise<StoreError> => Effect.runPromise(Effect.flip(Effect.scoped(makeSqliteStore({ filename }))))

/** Runs as somebody without rights, so that permissions mean something to root, too. */
const unprivileged = async <A>(use: () => Promise<A>): Promise<A> => {
  const root = process.geteuid?.() === 0
  if (root) process.seteuid?.(65_534)
  try {
    return await use()
  } finally {
    if (root) process.seteuid?.(0)
  }
}

describe("opening a SQLite store", () => {
  it("refuses options that cannot be", async () => {
    const misspelt: Partial<SqliteStoreOptions> & { readonly path: string } = { path: "orders.db" }
    const refused = (options: Partial<SqliteStoreOptions>) =>
      Effect.runPromise(Effect.flip(Effect.scoped(makeSqliteStore(options as SqliteStoreOptions))))
    expect(await refused(misspelt)).toMatchObject({ code: "ConfigurationInvalid", message: expect.stringContaining("filename") })
    expect(await refused(JSON.parse('{ "filename": ":memory:", "synchronous": "off" }'))).toMatchObject({
      code: "ConfigurationInvalid",
      message: expect.stringContaining("'off'"),
    })
  })

  it("creates the file and the folders above it", async () => {
    const filename = join(folder, "a", "b", "store.db")
    await open({ filename })
    expect(statSync(filename).size).toBeGreaterThan(0)
  })

  it("lets the work of a killed engine be taken over at once, however long its lease was", async () => {
    const filename = join(folder, "killed.db")
    const key = await Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(makeSqliteStore({ filename }), (store) =>
          Effect.flatMap(store.engines.register(0, 1_000_000), (engine) => startInstance(store, { id: "kept", owner: engine })),
        ),
      ),
    )
    const takenOver = await Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(makeSqliteStore({ filename }), (store) =>
          Effect.flatMap(store.engines.register(1, 1_000_000), (engine) => store.instances.takeOver(engine, 1, 10)),
        ),
      ),
    )
    expect(takenOver).toEqual([key])
  })

  it("uses a write-ahead log and waits for the disk by default", async () => {
    const filename = join(folder, "wal.db")
    await open({ filename })
    const db = new DatabaseSync(filename)
    expect(db.prepare("PRAGMA journal_mode").get()).toEqual(expect.objectContaining({ journal_mode: "wal" }))
    db.close()
  })

  it("writes the write-ahead log back into the file when it is closed", async () => {
    const filename = join(folder, "closed.db")
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const store = yield* makeSqliteStore({ filename })
          yield* startInstance(store, { id: "kept" })
          expect(statSync(`${filename}-wal`).size).toBeGreaterThan(0)
        }),
      ),
    )
    expect(existsSync(`${filename}-wal`)).toBe(false)
    const db = new DatabaseSync(filename, { readOnly: true })
    expect(db.prepare("SELECT id FROM instances").all()).toEqual([expect.objectContaining({ id: "kept" })])
    db.close()
  })

  it("refuses a file that is no database, and leaves it as it was", async () => {
    const filename = join(folder, "letter.db")
    const text = "Dear Sir or Madam, ".repeat(500)
    writeFileSync(filename, text)
    const error = await refusal(filename)
    expect(error.code).toBe("StoreCorrupt")
    expect(error.message).toBe(
      `The store ${filename} is damaged or is not a database of Millrace; restore it from a backup, or give another file (file is not a database).`,
    )
    expect(readFileSync(filename, "utf8")).toBe(text)
  })

  it("says that a file is damaged when it meets the damage", async () => {
    const filename = join(folder, "damaged.db")
    await Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(makeSqliteStore({ filename }), (store) =>
          startInstances(
            store,
            Array.from({ length: 2_000 }, () => ({})),
          ),
        ),
      ),
    )
    const bytes = readFileSync(filename)
    bytes.fill(0x5a, 4_096 * 3)
    writeFileSync(filename, bytes)
    const error = await Effect.runPromise(
      Effect.flip(Effect.scoped(Effect.flatMap(makeSqliteStore({ filename }), (store) => startInstances(store, [{ id: "one more" }])))),
    )
    expect(error.code).toBe("StoreCorrupt")
    expect(error.message).toContain(filename)
  })

  it("refuses a store that a newer release has migrated, and names both schemas", async () => {
    const filename = join(folder, "newer.db")
    await open({ filename })
    const db = new DatabaseSync(filename)
    db.exec("INSERT INTO millrace_migrations (migration_id, name) VALUES (7, 'lanes')")
    db.close()
    const error = await refusal(filename)
    expect(error.code).toBe("StoreNewer")
    expect(error.message).toContain("its schema is 7, lanes; this release knows 4")
  })

  it("refuses a file that cannot be written", async () => {
    const filename = join(folder, "writable-folder", "readonly.db")
    await open({ filename })
    chmodSync(join(folder, "writable-folder"), 0o777)
    chmodSync(`${filename}.lock`, 0o666)
    chmodSync(filename, 0o444)
    const error = await unprivileged(() => refusal(filename))
    expect(error.code).toBe("StoreReadOnly")
    expect(error.message).toContain("check the permissions")
  })

  it("refuses a folder that cannot be written", async () => {
    const closed = join(folder, "readonly-folder")
    mkdirSync(closed)
    chmodSync(closed, 0o555)
    expect((await unprivileged(() => refusal(join(closed, "store.db")))).code).toBe("StoreReadOnly")
    expect((await unprivileged(() => refusal(join(closed, "deeper", "store.db")))).code).toBe("StoreReadOnly")
  })

  it("refuses a path that leads nowhere", async () => {
    writeFileSync(join(folder, "file"), "")
    mkdirSync(join(folder, "folder.db"))
    expect((await refusal(join(folder, "file", "store.db"))).code).toBe("StoreUnavailable")
    expect((await refusal(join(folder, "folder.db"))).code).toBe("StoreUnavailable")
  })
})
