/**
 * Commands and looks as Effects: they end when what they did or saw is durable.
 */
import { type Command, definitionName, type Rejection, type Value } from "@millrace/kernel"
import { Effect } from "effect"
import type { Core } from "../Core.ts"
import { EngineError, type EngineErrorCode } from "../EngineError.ts"
import type { Hot } from "../instance/Hot.ts"
import type { InstanceRow } from "../store/Rows.ts"
import type { StoreError } from "../store/StoreError.ts"
import { allow, checkText } from "./Argument.ts"

export type AskError = EngineError | StoreError

/** Refuses when the engine is closing. */
export const whileOpen = <A, E, R>(core: Core, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | EngineError, R> =>
  Effect.suspend((): Effect.Effect<A, E | EngineError, R> => (core.closing ? Effect.fail(engineClosed()) : effect))

/** What is asked of an engine too late. */
export const engineClosed = () => new EngineError({ code: "EngineClosed", message: "This engine is closed: open a new one." })

/** The row of an instance by its id. */
export const rowOf = Effect.fnUntraced(function* (core: Core, instance: string) {
  yield* allow(checkText("The id of an instance", instance))
  if (core.closed) return yield* engineClosed()
  const row = yield* core.store.instances.byId(instance)
  if (row === undefined)
    return yield* new EngineError({
      code: "InstanceNotFound",
      message: `No instance has the id '${instance}': look for it with list().`,
      instance,
    })
  return row
})

/** Sends a command to an instance; ends when it is committed, fails when it is rejected. */
export const command = (
  core: Core,
  row: InstanceRow,
  make: (now: number, value: (text: string) => Value) => Command,
  element?: string,
): Effect.Effect<void, AskError> =>
  whileOpen(
    core,
    Effect.callback<void, AskError>((resume) => {
      core.instances.catchUp(row.key, row.seq)
      core.instances.send(row.key, {
        command: make,
        internal: false,
        reply: (answer) => {
          if (answer === "accepted") resume(Effect.void)
          else if (answer._tag === "Rejection") resume(Effect.fail(rejected(answer, row, element)))
          else resume(Effect.fail(answer))
        },
      })
    }),
  )

/** Looks at an instance's state; ends when what was seen is durable. */
export const inspect = <A>(core: Core, row: InstanceRow, look: (hot: Hot) => A): Effect.Effect<A, AskError> =>
  Effect.callback((resume) => {
    let seen: Effect.Effect<A, AskError> = Effect.die("the instance was not looked at")
    core.instances.catchUp(row.key, row.seq)
    core.instances.send(row.key, {
      look: (hot) => {
        try {
          seen = Effect.succeed(look(hot))
        } catch (cause) {
          seen = Effect.die(cause)
        }
      },
      failed: (error) => resume(Effect.fail(error)),
      done: () => resume(seen),
    })
  })

const codes: Partial<Record<Rejection["code"], EngineErrorCode>> = {
  InstanceEnded: "InstanceEnded",
  UserTaskNotFound: "UserTaskNotFound",
  UserTaskNotYours: "UserTaskNotYours",
  IncidentNotFound: "IncidentNotFound",
  ElementNotFound: "ElementNotFound",
}

const rejected = (rejection: Rejection, row: InstanceRow, element: string | undefined): EngineError =>
  new EngineError({
    code: codes[rejection.code] ?? "CommandRejected",
    message: `${rejection.message} (instance ${row.id} of ${definitionName({ id: row.process, version: row.version })})`,
    process: row.process,
    instance: row.id,
    ...(element === undefined ? {} : { element }),
  })
