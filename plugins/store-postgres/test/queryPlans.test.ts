import { PgClient } from "@effect/sql-pg"
import { testDatabase } from "@millrace/postgres-server/vitest"
import { makeSqlStore } from "@millrace/sql"
import { postgresDialect } from "@millrace/store-postgres"
import { askEverything, sampleAdvance, sampleBatch, sampleLog, sampleUserTask, startInstance } from "@millrace/testing/store"
import { Effect, Redacted } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient } from "effect/sql"
import { Client } from "pg"
import { expect, it } from "vitest"

interface Plan {
  readonly "Node Type": string
  readonly "Relation Name"?: string
  readonly Plans?: ReadonlyArray<Plan>
}

/** Tables that are walked through, wherever in a plan. */
const walked = (plan: Plan): ReadonlyArray<string> => [
  ...(plan["Node Type"] === "Seq Scan" ? [plan["Relation Name"] ?? ""] : []),
  ...(plan.Plans ?? []).flatMap(walked),
]

/** As many rows as there are engines, or two. */
const small = new Set(["engines", "engine_offers", "millrace_migrations", "counters", "definitions"])

const open = Effect.gen(function* () {
  const url = yield* Effect.promise(testDatabase)
  const texts = new Set<string>()
  const dialect = postgresDialect({ schema: "public", clock: "database" })
  const statement = (text: string): string => {
    const made = dialect.statement(text)
    texts.add(made)
    return made
  }
  const client = yield* PgClient.make({ url: Redacted.make(url), maxConnections: 1 })
  const recording = { ...dialect, statement }
  const store = yield* Effect.provideService(makeSqlStore({ name: "plans", dialect: recording }), SqlClient.SqlClient, client)
  texts.clear()
  return { url, store, texts }
}).pipe(Effect.provide(Reactivity.layer))

it("no statement of the store walks through a whole table if there is an index to be had", () =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const { url, store, texts } = yield* open
        yield* askEverything(store)
        expect(texts.size).toBeGreaterThan(40)
        // Tables are empty here: walking through them is what costs least, unless it is forbidden.
        const explaining = yield* Effect.acquireRelease(
          Effect.promise(async () => {
            const client = new Client({ connectionString: url })
            await client.connect()
            await client.query("SET enable_seqscan = off")
            return client
          }),
          (client) => Effect.promise(() => client.end()),
        )
        for (const text of texts) {
          const { rows } = yield* Effect.promise(() =>
            explaining.query<{ readonly "QUERY PLAN": ReadonlyArray<{ readonly Plan: Plan }> }>(
              `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
            ),
          )
          const plans = rows.flatMap((row) => row["QUERY PLAN"])
          expect(
            plans.flatMap(({ Plan }) => walked(Plan)).filter((table) => !small.has(table)),
            text,
          ).toEqual([])
        }
      }),
    ),
  ))

it("a commit is one statement, whatever is in it, and few texts", () =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const { store, texts } = yield* open
        const task = (key: number) => ({ insert: [sampleUserTask(key, 1, { groups: ["a"] })], delete: [{ key, id: 9 }], update: [] })
        yield* store.instances.reserve(1)
        texts.clear()
        for (let round = 0; round < 5; round++) {
          yield* startInstance(store, {}, (key) => ({
            userTasks: task(key),
            values: Array.from({ length: round + 1 }, (_, id) => ({ key, id, text: "1" })),
            timers: { insert: [{ key, id: 1, due: 5 }], delete: [{ key, id: 2 }] },
          }))
        }
        yield* store.log.commit(sampleBatch({ values: [{ key: 1, id: 1, text: "2" }] }))
        expect([...texts].filter((text) => text.includes('INTO "public".batches'))).toHaveLength(2)
        expect([...texts].filter((text) => !text.includes('INTO "public".batches'))).toHaveLength(1)
      }),
    ),
  ))

it("a commit without messages is the statement that it would be if there were none", () =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const { store, texts } = yield* open
        yield* store.instances.reserve(1)
        texts.clear()
        const key = yield* startInstance(store)
        yield* store.log.commit(sampleBatch({ advances: [sampleAdvance(key, 1)], log: [sampleLog(key, 2)] }))
        const tables = [...texts].flatMap((text) => [...text.matchAll(/"public"\.(\w+)/g)].map(([, name]) => name))
        expect(new Set(tables)).toEqual(new Set(["counters", "instances", "batches", "log"]))
        expect([...texts].join()).not.toMatch(/parent|gone/)
      }),
    ),
  ))
