/**
 * Hearing of other engines by LISTEN and NOTIFY. Messages may get lost; whatever they tell of is found without them.
 */
import type { PgClient } from "@effect/sql-pg"
import type { Wakes } from "@millrace/sql"
import { Deferred, Effect, Queue } from "effect"

/** Milliseconds until a connection that broke is made anew. */
const again = 1_000

/** Messages of the engines in one schema. A payload may have almost 8,000 bytes. */
export const makeWakes = (client: PgClient.PgClient, schema: string): Wakes => {
  const channel = `millrace_${schema}`.slice(0, 63)
  return {
    longest: 7_900,
    send: (messages) => `SELECT pg_notify('${channel}', m) FROM unnest(${messages}::text[]) AS m`,
    listen: (heard, missed) =>
      Effect.gen(function* () {
        const tried = yield* Deferred.make<void>()
        let before = false
        const hear = Effect.scoped(
          Effect.gen(function* () {
            const queue = yield* client.listen(channel)
            if (before) missed()
            before = true
            yield* Deferred.succeed(tried, undefined)
            while (true) heard((yield* Queue.take(queue)).payload)
          }),
        )
        const failed = Effect.suspend(() => {
          before = true
          return Effect.andThen(Deferred.succeed(tried, undefined), Effect.sleep(again))
        })
        yield* Effect.forkScoped(Effect.forever(Effect.catch(hear, () => failed)))
        yield* Deferred.await(tried)
      }),
  }
}
