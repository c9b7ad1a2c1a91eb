import { makeSqlStore } from "@millrace/sql"
import { SqliteClient, sqliteDialect } from "@millrace/store-sqlite"
import { sampleBatch } from "@millrace/testing/store"
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
        const gone = { insert: [], delete: [{ key: 1, id: 91 }] }
        const userTasks = { ...gone, update: [{ key: 1, id: 91, assignee: null, due: 1 }] }
        yield* store.log.commit(sampleBatch({ jobs: gone, timers: gone, incidents: gone, userTasks }))
        yield* store.log.load(1)
        yield* store.log.history(1, 0, 5)
        yield* store.log.committed("first", [{ key: 1, seq: 1 }])
        yield* store.instances.byId("a")
        yield* store.instances.byBusinessKey("a", "b")
        yield* store.instances.takeOver(3, 10_000, 5)
        const instances = [
          {},
          { process: "a" },
          { status: "active" },
          { status: "completed" },
          { process: "a", status: "failed" },
          { businessKey: "x" },
        ] as const
        for (const query of instances) yield* store.instances.list({ limit: 5, ...query })
        yield* store.jobs.nextDue()
        yield* store.jobs.take({ engine: 9, now: 10_000, limit: 3, busy: [] })
        yield* store.timers.due(1, 1)
        yield* store.timers.nextDue()
        const tasks = [
          {},
          { assignee: "a" },
          { groups: ["a"] },
          { process: "x" },
          { businessKey: "x" },
          { instance: "x" },
          { element: "x" },
          { dueBefore: 5 },
        ]
        for (const query of tasks) yield* store.userTasks.list({ limit: 5, ...query })
        const incidents = [{}, { process: "a" }, { instance: "x" }, { code: "x" }]
        for (const query of incidents) yield* store.incidents.list({ limit: 5, ...query })
        const engine = yield* store.engines.register(20_000, 1)
        yield* store.engines.renew(engine, 20_000, 1)

        expect(texts.size).toBeGreaterThan(40)
        const tables = (yield* client.unsafe<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")).map(
          ({ name }) => name,
        )
        for (const text of texts) {
          if (text.startsWith("CREATE")) continue
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
