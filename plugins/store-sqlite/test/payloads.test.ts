/** Payloads of signals that stand once for all who get them. */
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { makeSqliteStore } from "@millrace/store-sqlite"
import { sampleSignal, sampleSubscription, startInstances } from "@millrace/testing/store"
import { Effect } from "effect"
import { expect, it } from "vitest"
import { temporaryFolder } from "./temporaryFolder.ts"

const folder = temporaryFolder()

it("a large payload of a signal stands once, until the last one who gets it has it", () =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const filename = join(folder, "payloads.db")
        const store = yield* makeSqliteStore({ filename })
        yield* startInstances(store, [{}, {}, {}], (keys) => ({
          subscriptions: { insert: keys.map((key) => sampleSubscription(key, 1, { kind: "signal", name: "closing" })), delete: [] },
        }))
        const look = () => {
          const db = new DatabaseSync(filename, { readOnly: true })
          const row = db
            .prepare("SELECT (SELECT sum(length(payload)) FROM deliveries) AS copies, (SELECT count(*) FROM payloads) AS n")
            .get()
          db.close()
          return { ...row }
        }
        const payload = JSON.stringify("x".repeat(5000))
        yield* store.messages.broadcast({ ...sampleSignal("large"), payload })
        yield* store.messages.broadcast({ ...sampleSignal("unheard"), name: "unheard", payload })
        yield* store.messages.expire(0, 10)
        expect(look()).toEqual({ copies: 0, n: 1 })
        const [first, ...others] = yield* store.deliveries.due({ after: -1, limit: 9 })
        expect([first, ...others].map((row) => row?.payload)).toEqual([payload, payload, payload])
        yield* store.deliveries.remove(others.map(({ id }) => id))
        yield* store.messages.expire(0, 10)
        expect(look()).toEqual({ copies: 0, n: 1 })
        yield* store.deliveries.remove([first?.id ?? 0])
        yield* store.messages.expire(0, 10)
        expect(look()).toEqual({ copies: null, n: 0 })
      }),
    ),
  ))
