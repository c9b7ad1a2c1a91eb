import { join } from "node:path"
import { Store } from "@millrace/engine/store"
import { sqlStoreLayer } from "@millrace/sql"
import { SqliteClient, sqliteDialect } from "@millrace/store-sqlite"
import { sampleAdvance, sampleBatch, sampleLog, startInstance } from "@millrace/testing/store"
import { Effect } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient } from "effect/sql"
import { expect, it } from "vitest"
import { temporaryFolder } from "./temporaryFolder.ts"

const folder = temporaryFolder()

it("says that the disk is full, writes nothing of that commit, and goes on when there is space", async () => {
  const filename = join(folder, "full.db")
  await Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const client = yield* SqliteClient.make({ filename })
        const layer = sqlStoreLayer({ name: filename, dialect: sqliteDialect })
        yield* Effect.gen(function* () {
          const store = yield* Store
          const key = yield* startInstance(store)
          const [size] = yield* client.unsafe<{ page_count: number }>("PRAGMA page_count")
          yield* client.unsafe(`PRAGMA max_page_count = ${(size?.page_count ?? 0) + 2}`).unprepared
          const batch = sampleBatch({
            advances: [sampleAdvance(key, 1)],
            log: [sampleLog(key, 2)],
            values: [{ key, id: 1, text: "x".repeat(100_000) }],
          })
          const error = yield* Effect.flip(store.log.commit(batch))
          expect(error.code).toBe("StoreFull")
          expect(error.message).toContain("free some space, nothing that was acknowledged is lost")
          expect((yield* store.log.load(key))?.row.seq).toBe(1)
          yield* client.unsafe("PRAGMA max_page_count = 100000").unprepared
          expect(yield* store.log.commit(batch)).toEqual({ lost: [], duplicates: [], gone: [] })
          expect((yield* store.log.load(key))?.row.seq).toBe(2)
        }).pipe(Effect.provide(layer), Effect.provideService(SqlClient.SqlClient, client))
      }).pipe(Effect.provide(Reactivity.layer)),
    ),
  )
})
