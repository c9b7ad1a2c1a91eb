/**
 * The SQLite store: a file, opened by one engine process at a time.
 */
import { existsSync, mkdirSync, realpathSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { Store, StoreError } from "@millrace/engine/store"
import { fromSqlError, makeSqlStore, migrationsTable, storeError } from "@millrace/sql"
import { Effect, Layer, type Scope } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient } from "effect/sql"
import { explainOpenError } from "./explainOpenError.ts"
import { lockFile } from "./lockFile.ts"
import * as SqliteClient from "./SqliteClient.ts"
import { sqliteDialect } from "./sqliteDialect.ts"

export interface SqliteStoreOptions {
  /** A path or a `file:` URL, whose folder is created, or `:memory:`. */
  readonly filename: string
  /**
   * `"full"`, the default: a commit that was acknowledged survives power loss. `"normal"`: it survives the death of
   * the process; after power loss the last commits may be missing, and the file is sound.
   */
  readonly synchronous?: "full" | "normal"
}

/** Opens the store, or says why it cannot be opened. It is closed with the scope. */
export const makeSqliteStore = (options: SqliteStoreOptions): Effect.Effect<Store["Service"], StoreError, Scope.Scope> =>
  Effect.gen(function* () {
    const problem = problemWith(options)
    if (problem !== undefined) return yield* new StoreError({ code: "ConfigurationInvalid", message: problem })
    const inMemory = options.filename === ":memory:"
    const filename = inMemory ? options.filename : yield* placeOf(options.filename)
    if (!inMemory) yield* lockFile(filename)
    const client = yield* SqliteClient.make({ filename, prepareCacheSize: 400, disableWAL: true }).pipe(
      Effect.provide(Reactivity.layer),
      Effect.mapError((error) => explainOpenError(filename, error.reason.cause)),
    )
    yield* refuseForeign(client, filename)
    yield* Effect.mapError(setUp(client, options.synchronous ?? "full"), (error) => explainOpenError(filename, error.reason.cause))
    const store = yield* Effect.provideService(makeSqlStore({ name: filename, dialect: sqliteDialect }), SqlClient.SqlClient, client)
    // The lock proves that every engine that had this file is gone: nobody has to wait until their leases run out.
    yield* Effect.mapError(client.unsafe("DELETE FROM engines").unprepared, (error) => fromSqlError(filename, sqliteDialect, error))
    return store
  })

/** The store as a layer, for `Millrace.open({ store: sqlite({ filename: "orders.db" }), … })`. */
export const sqlite = (options: SqliteStoreOptions): Layer.Layer<Store, StoreError> => Layer.effect(Store, makeSqliteStore(options))

export { sqlite as layer }

/** What is wrong with options, for those who have no types. */
const problemWith = (options: Partial<SqliteStoreOptions> | undefined): string | undefined => {
  const { filename, synchronous, ...others } = Object(options) as Partial<SqliteStoreOptions>
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) return `The SQLite store has no option '${unknown}'. Options: filename, synchronous.`
  if (typeof filename !== "string" || filename === "")
    return 'The SQLite store has no file name: say sqlite({ filename: "orders.db" }), or ":memory:".'
  const [scheme] = /^[a-z][a-z+]*:(?=\/\/)/i.exec(filename) ?? []
  if (scheme !== undefined && scheme !== "file:")
    return `The file of the SQLite store is an address (${scheme}//…): give a path. A database of Postgres is given as store: postgres({ url }).`
  return synchronous === undefined || synchronous === "full" || synchronous === "normal"
    ? undefined
    : `The option 'synchronous' of the SQLite store is "full" or "normal", not '${String(synchronous)}'.`
}

/** The file's one true path, whatever links lead to it, in a folder that exists. */
const placeOf = (filename: string): Effect.Effect<string, StoreError> =>
  Effect.try({
    try: () => {
      const path = filename.startsWith("file:") ? fileURLToPath(filename) : resolve(filename)
      makeFolder(dirname(path))
      return realpathOf(path) ?? join(realpathSync(dirname(path)), basename(path))
    },
    catch: (cause) => explainOpenError(filename, cause),
  })

/** `mkdirSync` with `recursive` never answers where a file system has no folders to be made, as `/proc` has none. */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (cause) {
    // Somebody else may have made it meanwhile.
    if (!existsSync(folder)) throw cause
  }
}

const realpathOf = (path: string): string | undefined => {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** The database of another application is left as it is: before this, nothing has been written into the file. */
const refuseForeign = (client: SqliteClient.SqliteClient, filename: string): Effect.Effect<void, StoreError> =>
  client
    .unsafe<{ readonly name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .unprepared.pipe(
      Effect.mapError((error) => explainOpenError(filename, error.reason.cause)),
      Effect.flatMap((tables) => {
        if (tables.length === 0 || tables.some(({ name }) => name === migrationsTable)) return Effect.void
        const names = tables.slice(0, 3).map(({ name }) => `'${name}'`)
        return Effect.fail(storeError(filename, "StoreCorrupt", `it has the tables of another application: ${names.join(", ")}`))
      }),
    )

const setUp = (client: SqliteClient.SqliteClient, synchronous: "full" | "normal") =>
  Effect.forEach(
    [
      "PRAGMA journal_mode = WAL",
      synchronous === "full" ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
      // Where the system offers it (macOS): without it the disk's own cache may lose what was acknowledged.
      `PRAGMA fullfsync = ${synchronous === "full" ? "ON" : "OFF"}`,
      "PRAGMA checkpoint_fullfsync = ON",
      // A write-ahead log that once grew large gives its space back.
      "PRAGMA journal_size_limit = 67108864",
    ],
    (pragma) => client.unsafe(pragma).unprepared,
    { discard: true },
  )
