import { makeSqlStore } from "@millrace/sql"
import { SqliteClient, sqliteDialect } from "@millrace/store-sqlite"
import { sampleBatch, sampleIncident, sampleLog, sampleUserTask, startInstance } from "@millrace/testing/store"
import { Effect } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient } from "effect/sql"
import { expect, it } from "vitest"

const evil = `x'"\`; DROP TABLE instances; -- \\ %_`

it("nothing that users give stands in the text of a statement", () =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const texts = new Set<string>()
        const statement = (text: string): string => {
          texts.add(text)
          return text
        }
        const client = yield* SqliteClient.make({ filename: ":memory:" })
        const dialect = { ...sqliteDialect, statement }
        const store = yield* Effect.provideService(makeSqlStore({ name: "evil", dialect }), SqlClient.SqlClient, client)
        const row = { id: evil, process: evil, businessKey: evil, inputDigest: evil, result: evil }
        const key = yield* startInstance(store, row, (own) => ({
          snapshots: [{ key: own, seq: 1, state: evil, format: 1 }],
          values: [{ key: own, id: 1, text: evil }],
          jobs: { insert: [{ key: own, id: 1, handler: evil, due: 1, owner: null }], delete: [] },
        }))
        const task = sampleUserTask(key, 2, {
          ...{ instance: evil, process: evil, businessKey: evil, element: evil, name: evil },
          ...{ assignee: null, groups: [evil], excluded: [evil] },
        })
        const incident = sampleIncident(key, 3, { instance: evil, process: evil, element: evil, code: evil, message: evil })
        yield* store.log.commit(
          sampleBatch({
            id: evil,
            log: [sampleLog(key, 2, { events: evil })],
            userTasks: { insert: [task], delete: [], update: [] },
            incidents: { insert: [incident], delete: [] },
          }),
        )
        expect((yield* store.instances.byId(evil))?.result).toBe(evil)
        expect((yield* store.instances.byBusinessKey(evil, evil))?.key).toBe(key)
        expect((yield* store.instances.list({ limit: 5, process: evil, businessKey: evil })).rows.length).toBe(1)
        const query = { limit: 5, groups: [evil], process: evil, businessKey: evil, instance: evil, element: evil }
        expect((yield* store.userTasks.list(query)).rows).toEqual([task])
        expect((yield* store.incidents.list({ limit: 5, process: evil, instance: evil, code: evil })).rows).toEqual([incident])
        expect(yield* store.log.committed(evil, [{ key, seq: 2 }])).toEqual([key])
        expect((yield* store.log.load(key, "referenced"))?.snapshot?.state).toBe(evil)
        yield* store.instances.quarantine(key, evil)
        yield* store.instances.quarantine(key, null)
        expect(yield* store.jobs.take({ engine: 1, now: 5, limit: 5, busy: [evil] })).toEqual([])
        expect((yield* store.jobs.take({ engine: 1, now: 5, limit: 5, busy: [] })).length).toBe(1)
        const definition = yield* store.definitions.put({ kind: evil, id: evil, version: 1, revision: 0, digest: evil, graph: evil })
        expect(yield* store.definitions.list(evil)).toEqual([definition])
        expect([...texts].filter((text) => text.includes("DROP"))).toEqual([])
        expect(texts.size).toBeGreaterThan(20)
      }).pipe(Effect.provide(Reactivity.layer)),
    ),
  ))
