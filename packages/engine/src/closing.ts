/**
 * How an engine comes to rest: for a moment, or for good.
 */
import { Effect } from "effect"
import { engineClosed } from "./api/ask.ts"
import type { Core } from "./Core.ts"

/** How long (real milliseconds) a handler's Promise may keep `settled` from ending. */
const patience = 100

/** Ends when nothing is under way but handlers that wait for the world or for virtual time. */
export const settle = (core: Core): Effect.Effect<void> =>
  Effect.callback((resume) => {
    let quietTurns = 0
    let running = -1
    let since = performance.now()
    const look = () => {
      const now = performance.now()
      if (core.busy) quietTurns = 0
      else quietTurns++
      if (core.runner.places.running !== running) {
        running = core.runner.places.running
        since = now
        quietTurns = 0
      }
      if (quietTurns > 5 && (running === 0 || now - since > patience)) resume(Effect.void)
      else setImmediate(look)
    }
    setImmediate(look)
  })

/** Takes no more work, gives running handlers the grace period, writes what is decided, and gives the lease back. */
export const closeCore = (core: Core): Effect.Effect<void> =>
  Effect.suspend(() => {
    if (core.closing) {
      // The second call gives handlers no more time.
      core.runner.abortAll("the engine stops at once")
      return until(() => core.closed)
    }
    core.closing = true
    core.waker.stop()
    core.mail.stop()
    core.scheduler.stop()
    core.endings.stop()
    return handlersFinished(core).pipe(
      Effect.andThen(Effect.sync(() => core.runner.abortAll("the engine closes"))),
      Effect.andThen(written(core)),
      Effect.andThen(
        Effect.suspend(() => {
          core.runner.stop()
          core.lease.stop()
          return Effect.ignore(core.store.engines.release(core.lease.engine))
        }),
      ),
      Effect.andThen(
        Effect.sync(() => {
          core.closed = true
          core.endings.fail(engineClosed())
        }),
      ),
    )
  })

const handlersFinished = (core: Core): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const stopWaiting = core.runtime.sleep(core.settings.gracePeriod, () => resume(Effect.void))
    core.runner.close(() => {
      stopWaiting()
      resume(Effect.void)
    })
  })

/** Ends when nothing decided is left to write, or the store has not taken it for a second by the engine's clock. */
const written = (core: Core): Effect.Effect<void> =>
  Effect.suspend(() => {
    if (!core.instances.committing) return Effect.void
    let patient = true
    const stopWaiting = core.runtime.sleep(1000, () => {
      patient = false
    })
    return Effect.ensuring(
      until(() => !core.instances.committing || !patient),
      Effect.sync(stopWaiting),
    )
  })

/** Ends at the first turn of the event loop at which the condition holds. */
const until = (holds: () => boolean): Effect.Effect<void> =>
  Effect.callback((resume) => {
    let waiting = true
    const look = () => {
      if (!waiting) return
      if (holds()) resume(Effect.void)
      else setImmediate(look)
    }
    look()
    return Effect.sync(() => {
      waiting = false
    })
  })
