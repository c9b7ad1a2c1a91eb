/** The engine port: leases. */
import type { EnginePort } from "@millrace/engine/store"
import { Effect } from "effect"
import { takeNumbers } from "../counter.ts"
import type { Database } from "../Database.ts"

export const enginePort = (database: Database): EnginePort => ({
  register: (now, ttl) =>
    database.write((session) =>
      Effect.gen(function* () {
        const engine = yield* takeNumbers(session, "engines", 1)
        // A lease that ran out is never renewed: without its row the engine is as gone as with it.
        yield* session.all("DELETE FROM engines WHERE until <= ?", [now])
        yield* session.all("INSERT INTO engines (number, until) VALUES (?, ?)", [engine, now + ttl])
        return engine
      }),
    ),
  renew: (engine, now, ttl) =>
    Effect.map(
      database.all("UPDATE engines SET until = ? WHERE number = ? AND until > ? RETURNING number", [now + ttl, engine, now]),
      (rows) => rows.length > 0,
    ),
  release: (engine) => Effect.asVoid(database.all("DELETE FROM engines WHERE number = ?", [engine])),
})
