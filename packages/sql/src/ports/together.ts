/**
 * What is asked for in the same turn of the event loop, asked in one go.
 */
import { Effect, Exit, Request, RequestResolver } from "effect"

interface Ask<Key, A, E> extends Request.Request<A | undefined, E> {
  readonly _tag: "Ask"
  readonly key: Key
}

/** Together they take a connection for some milliseconds. */
const atMost = 250
/** So many are answered without a pause. */
const atOnce = 50

/** Asks for many by their keys where many are asked for, `alone` where it is one. */
export const together = <Key, A, E>(
  alone: (key: Key) => Effect.Effect<A | undefined, E>,
  many: (keys: ReadonlyArray<Key>) => Effect.Effect<ReadonlyMap<Key, A>, E>,
): ((key: Key) => Effect.Effect<A | undefined, E>) => {
  const ask = Request.tagged<Ask<Key, A, E>>("Ask")
  const answer = (entry: Request.Entry<Ask<Key, A, E>>) =>
    Effect.map(Effect.exit(alone(entry.request.key)), (exit) => entry.completeUnsafe(exit))
  const resolver = RequestResolver.make<Ask<Key, A, E>>((entries) => {
    if (entries.length === 1) return answer(entries[0])
    const keys = [...new Set(entries.map(({ request }) => request.key))]
    return Effect.matchCauseEffect(many(keys), {
      // Of many one may be what cannot be read: each is asked for by itself, and those that are well are given.
      onFailure: () => Effect.forEach(entries, answer, { discard: true }),
      onSuccess: (found) =>
        Effect.gen(function* () {
          for (const [place, entry] of entries.entries()) {
            // Whoever asked goes on at once: others have their turn in between.
            if (place > 0 && place % atOnce === 0) yield* Effect.yieldNow
            entry.completeUnsafe(Exit.succeed(found.get(entry.request.key)))
          }
        }),
    })
  }).pipe(RequestResolver.batchN(atMost))
  return (key) => Effect.request(ask({ key }), resolver)
}
