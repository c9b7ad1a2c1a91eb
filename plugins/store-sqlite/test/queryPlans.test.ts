import { makeSqlStore } from "@millrace/sql"
import { SqliteClient, sqliteDialect } from "@millrace/store-sqlite"
import { askEverything } from "@millrace/testing/store"
import { Effect } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient } from "effect/sql"
import { expect, it } from "vitest"
import { fillSample } from "./migrations/sampleStore.ts"

/** The leases of engines are as many as there are engines. */
const small = new Set(["engines", "engine_offers", "millrace_migrations"])

it("no statement of the store walks through a whole table", () =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const texts = new Set<string>()
        const statement = (text: string): string => {
          texts.add(text)
          return text
        }
        const recording = { ...sqliteDialect, statement }
        const client = yield* SqliteClient.make({ filename: ":memory:" })
        const store = yield* Effect.provideService(makeSqlStore({ name: "plans", dialect: recording }), SqlClient.SqlClient, client)

        yield* fillSample(store)
        yield* askEverything(store)

        expect(texts.size).toBeGreaterThan(40)
        const tables = (yield* client.unsafe<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")).map(
          ({ name }) => name,
        )
        for (const text of texts) {
          if (/^(CREATE|ALTER)/.test(text)) continue
          const plan = yield* client.unsafe<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
          const scans = plan.flatMap(({ detail }) => /^SCAN (\w+)$/.exec(detail)?.[1] ?? [])
          expect(
            scans.filter((name) => tables.includes(name) && !small.has(name)),
            text,
          ).toEqual([])
        }
      }).pipe(Effect.provide(Reactivity.layer)),
    ),
  ))
