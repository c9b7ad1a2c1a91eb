/**
 * Keeping an instance in memory while a transaction needs it: nothing may have to be read from a store of one connection
 * while that is busy with the transaction.
 */
import { Effect } from "effect"
import type { EngineError } from "../EngineError.ts"
import type { Hot } from "../instance/Hot.ts"
import type { Instances } from "../instance/Instances.ts"
import type { JobOrder } from "../jobs/RunningJob.ts"
import type { StoreError } from "../store/StoreError.ts"

/**
 * The instance in memory, everything decided on it durable; undefined where it does not wait for this attempt and
 * delivery of the job any more. Whoever gets it has to let it go.
 */
export const keepInstance = (instances: Instances, order: JobOrder): Effect.Effect<Hot | undefined, EngineError | StoreError> =>
  Effect.flatMap(seen(instances, order.key), (hot) => {
    if (!hot.continuing) {
      if (isAwaited(hot, order)) return Effect.succeed(hot)
      instances.letGo(hot)
      return Effect.succeed(undefined)
    }
    // What it goes on with comes first; the answer to the next look waits for that.
    instances.letGo(hot)
    return Effect.andThen(nextTurn, keepInstance(instances, order))
  })

const seen = (instances: Instances, key: number): Effect.Effect<Hot, EngineError | StoreError> =>
  Effect.callback((resume) => {
    let kept: Hot | undefined
    let wanted = true
    const letGo = () => {
      if (kept !== undefined) instances.letGo(kept)
      kept = undefined
    }
    instances.send(key, {
      // Called again where what was seen turned out to be old.
      look: (hot) => {
        letGo()
        hot.kept++
        kept = hot
      },
      failed: (error) => {
        letGo()
        if (wanted) resume(Effect.fail(error))
      },
      done: () => {
        if (!wanted || kept === undefined) letGo()
        else resume(Effect.succeed(kept))
      },
    })
    return Effect.sync(() => {
      wanted = false
    })
  })

const isAwaited = (hot: Hot, { job, description: { attempt, delivery } }: JobOrder): boolean => {
  const now = hot.model.decider.describeJob(hot.model.compiled, hot.state, job)
  return now !== undefined && now.attempt === attempt && now.delivery === delivery
}

/** Ends when nothing that was decided on the instance is on its way to the store. */
export const whenWritten = (hot: Hot): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { flushing } = hot
    if (flushing === undefined) return Effect.void
    const written = Effect.callback<void>((resume) => {
      const go = () => resume(Effect.void)
      flushing.answers.push({ letter: { look: () => {}, failed: go, done: go }, answer: "accepted" })
    })
    return Effect.andThen(written, whenWritten(hot))
  })

/** The next turn of the event loop, after what waits for this one. */
export const nextTurn: Effect.Effect<void> = Effect.callback((resume) => {
  const turn = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(turn))
})
