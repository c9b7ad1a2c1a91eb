/**
 * Keeps messages one by one, in a transaction that is open; says of each whether it is new.
 */
import { markOf, rememberedUntil } from "@millrace/engine/store"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Session } from "./Database.ts"
import { knowMessage, messageRows, type SentMessage } from "./mailStatements.ts"
import type { RunRows } from "./RowStatement.ts"

export const publishEach = (
  session: Session,
  run: RunRows,
  sent: ReadonlyArray<SentMessage>,
): Effect.Effect<ReadonlyArray<boolean>, SqlError.SqlError> =>
  Effect.gen(function* () {
    const fresh: Array<boolean> = []
    for (const { message } of sent) {
      const { name, messageId, expiresAt, createdAt } = message
      const known = yield* session.first(knowMessage, [markOf(name, messageId), rememberedUntil(expiresAt, createdAt)])
      fresh.push(known !== undefined)
    }
    const kept = sent.filter((_, place) => fresh[place])
    if (kept.length > 0) yield* run.write(session, messageRows, kept)
    return fresh
  })
