/** The engine port: leases. */
import type { EnginePort } from "@millrace/engine/store"
import { Effect } from "effect"
import { takeNumbers } from "../counter.ts"
import type { Database } from "../Database.ts"

export const enginePort = (database: Database): EnginePort => ({
  register: (now, ttl, offers = []) =>
    database.write((session) =>
      Effect.gen(function* () {
        const engine = yield* takeNumbers(session, "engines", 1)
        yield* session.all("INSERT INTO engines (number, until) VALUES (?, ?)", [engine, now + ttl])
        for (const definition of offers)
          yield* session.all("INSERT INTO engine_offers (definition, engine) VALUES (?, ?)", [definition, engine])
        return engine
      }),
    ),
  renew: (engine, now, ttl) =>
    Effect.map(
      database.all("UPDATE engines SET until = ? WHERE number = ? RETURNING number", [now + ttl, engine]),
      (rows) => rows.length > 0,
    ),
  isOffered: (definition, now) =>
    Effect.map(
      database.first(
        "SELECT 1 AS found FROM engine_offers o JOIN engines e ON e.number = o.engine WHERE o.definition = ? AND e.until > ? LIMIT 1",
        [definition, now],
      ),
      (row) => row !== undefined,
    ),
  release: (engine) => Effect.asVoid(database.all("DELETE FROM engines WHERE number = ?", [engine])),
})
