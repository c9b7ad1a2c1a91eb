/** The engine port: leases. */
import type { EnginePort } from "@millrace/engine/store"
import { Effect } from "effect"
import { takeNumbers } from "../counter.ts"
import type { Database, Session } from "../Database.ts"
import { forgetBatches } from "./committedLate.ts"
import { nowOf } from "./now.ts"

export const enginePort = (database: Database): EnginePort => {
  const now = nowOf(database.dialect)
  // A lease is renewed every few seconds for as long as there is an engine: a good time to tidy up.
  const tidy = database.dialect.unsure === undefined ? Effect.void : forgetBatches(database)
  const { presence } = database.dialect
  const show = (engine: number) =>
    presence === undefined
      ? Effect.void
      : Effect.flatMap(presence.show(engine), (shown) =>
          shown ? Effect.asVoid(database.all(`UPDATE engines SET ${presence.mark} WHERE number = ?`, [engine])) : Effect.void,
        )
  return {
    register: (callers, ttl, offers = []) =>
      Effect.tap(
        database.write((session) =>
          Effect.gen(function* () {
            const engine = yield* takeNumbers(session, "engines", 1)
            yield* session.all(`INSERT INTO engines (number, until) VALUES (?, ${now.text} + ?)`, [engine, ...now.params(callers), ttl])
            yield* session.all("DELETE FROM engine_offers WHERE engine NOT IN (SELECT number FROM engines)", [])
            yield* offer(session, engine, offers)
            return engine
          }),
        ),
        show,
      ),
    renew: (engine, callers, ttl, offers) => {
      const text = `UPDATE engines SET until = ${now.text} + ? WHERE number = ? RETURNING number, ${presence?.shown ?? "1"} AS shown`
      const params = [...now.params(callers), ttl, engine]
      const renewed =
        offers === undefined
          ? database.first(text, params)
          : database.write((session) =>
              Effect.gen(function* () {
                const row = yield* session.first(text, params)
                if (row === undefined) return undefined
                yield* session.all("DELETE FROM engine_offers WHERE engine = ?", [engine])
                yield* offer(session, engine, offers)
                return row
              }),
            )
      return Effect.flatMap(renewed, (row) => {
        const shown = row === undefined || row.shown === 1 || row.shown === true
        const visible = shown ? (presence?.keep ?? Effect.void) : show(engine)
        return Effect.as(Effect.andThen(visible, tidy), row !== undefined)
      })
    },
    hasOthers: (engine, callers) =>
      Effect.map(
        database.first(`SELECT 1 AS found FROM engines WHERE number <> ? AND until > ${now.text} LIMIT 1`, [
          engine,
          ...now.params(callers),
        ]),
        (row) => row !== undefined,
      ),
    isOffered: (definition, callers) =>
      Effect.map(
        database.first(
          `SELECT 1 AS found FROM engine_offers o JOIN engines e ON e.number = o.engine WHERE o.definition = ? AND e.until > ${now.text} LIMIT 1`,
          [definition, ...now.params(callers)],
        ),
        (row) => row !== undefined,
      ),
    release: (engine) =>
      Effect.andThen(
        Effect.asVoid(database.all("DELETE FROM engines WHERE number = ?", [engine])),
        presence === undefined ? Effect.void : presence.hide(engine),
      ),
  }
}

const offer = (session: Session, engine: number, definitions: ReadonlyArray<number>) =>
  Effect.forEach(
    new Set(definitions),
    (definition) => session.all("INSERT INTO engine_offers (definition, engine) VALUES (?, ?)", [definition, engine]),
    { discard: true },
  )
