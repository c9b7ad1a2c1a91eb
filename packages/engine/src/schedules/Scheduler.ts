/**
 * Starts instances of definitions that begin by a timer. When it was to be stands in the instance's id, so that several
 * engines, and one that is started again, begin each only once.
 */
import { definitionName, type StartTrigger } from "@millrace/kernel"
import { Effect, Exit } from "effect"
import { Alarm } from "../Alarm.ts"
import type { KeyPool } from "../api/KeyPool.ts"
import { storeErrorOf } from "../commit/GroupCommit.ts"
import type { EngineError } from "../EngineError.ts"
import type { Answer } from "../instance/Hot.ts"
import type { Instances } from "../instance/Instances.ts"
import { newRow } from "../instance/newRow.ts"
import { retryAfter } from "../instance/Refusals.ts"
import { messageOf } from "../messageOf.ts"
import type { LoadedModel, Registry } from "../models/Registry.ts"
import type { Runtime } from "../Runtime.ts"
import type { ScheduleRow } from "../store/Rows.ts"
import type { SchedulePort } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"

/** How many schedules are read at a time, and instances begun at a time. */
const pageSize = 100

export interface SchedulerHost {
  readonly port: SchedulePort
  readonly registry: Registry
  readonly runtime: Runtime
  readonly instances: Instances
  readonly keys: KeyPool
  readonly sweepInterval: number
  readonly offers: () => ReadonlyArray<number>
}

type TimerStart = Extract<StartTrigger, { readonly kind: "timer" }>

const following = "schedules could not be followed"

export class Scheduler {
  readonly #host: SchedulerHost
  readonly #alarm: Alarm
  /** Troubles that operators have been told of. */
  readonly #said = new Map<string, string>()
  #busy = false
  #stopped = false

  constructor(host: SchedulerHost) {
    this.#host = host
    this.#alarm = new Alarm(host.runtime, () => this.sweep())
  }

  get busy(): boolean {
    return this.#busy
  }

  stop(): void {
    this.#stopped = true
    this.#alarm.stop()
  }

  /** Fires what is due, and sets the alarm for what is due next. */
  sweep(): void {
    if (this.#busy || this.#stopped) return
    const { runtime, sweepInterval } = this.#host
    this.#busy = true
    runtime.run(this.#fire(), (exit) => {
      this.#busy = false
      if (this.#stopped) return
      const now = runtime.now()
      if (Exit.isSuccess(exit)) {
        runtime.troubles.overcame(following)
        this.#alarm.set(Math.min(exit.value, now + sweepInterval))
        return
      }
      runtime.troubles.met(following, storeErrorOf(exit.cause as never))
      this.#alarm.set(now + retryAfter)
    })
  }

  /** Gives the time of the next sweep. */
  readonly #fire = Effect.fnUntraced(function* (this: Scheduler) {
    const { port, runtime, offers } = this.#host
    const definitions = offers()
    if (definitions.length === 0) return Number.POSITIVE_INFINITY
    const rows = yield* port.due(runtime.now(), pageSize, definitions)
    let stuck = false
    for (const row of rows) {
      const exit = yield* Effect.exit(this.#follow(row))
      if (Exit.isSuccess(exit)) stuck ||= exit.value
      else {
        const [reason] = exit.cause.reasons
        if (reason?._tag === "Interrupt" || (reason?._tag === "Fail" && reason.error._tag === "StoreError")) yield* exit
        // The others are not kept from their times.
        this.#say(row, reason?._tag === "Fail" ? reason.error.message : messageOf(reason?._tag === "Die" ? reason.defect : reason))
        stuck = true
      }
    }
    const now = runtime.now()
    if (stuck) return now + retryAfter
    const next = rows.length === pageSize ? now : yield* port.nextDue(definitions)
    return next ?? Number.POSITIVE_INFINITY
  })

  /** Begins what is due by one schedule; says whether it is still due. */
  readonly #follow = Effect.fnUntraced(function* (this: Scheduler, row: ScheduleRow) {
    const { port, registry, runtime } = this.#host
    const model = yield* registry.load(row.definition)
    const start = model.decider
      .starts?.(model.compiled)
      .find((trigger): trigger is TimerStart => trigger.kind === "timer" && trigger.element === row.element)
    const now = runtime.now()
    const { fire, next, problem } = start?.step(row.fired, row.last ?? undefined, now) ?? { fire: [], next: undefined }
    if (problem !== undefined) {
      this.#say(row, problem)
      return true
    }
    this.#said.delete(placeOf(row))
    for (let from = 0; from < fire.length; from += pageSize)
      yield* Effect.forEach(fire.slice(from, from + pageSize), (due) => this.#begin(model, row, due), { concurrency: "unbounded" })
    const after = { ...row, fired: row.fired + fire.length, last: fire.at(-1) ?? row.last, due: next ?? null }
    yield* port.advance(after, row.fired)
    return fire.length === 0 && next !== undefined && next <= now
  })

  /** It is tried again every second: operators are told once. */
  #say(row: ScheduleRow, reason: string): void {
    if (this.#said.get(placeOf(row)) === reason) return
    this.#said.set(placeOf(row), reason)
    this.#host.runtime.warn(
      `The times at which ${row.process}@${row.version} begins at '${row.element}' are not known; this is repeated.`,
      {
        code: "ScheduleFailed",
        reason,
      },
    )
  }

  #begin(model: LoadedModel, { element }: ScheduleRow, due: number): Effect.Effect<void, StoreError | EngineError> {
    const { instances, keys, runtime } = this.#host
    const at = new Date(due).toISOString()
    const id = `${definitionName(model.row)}/${element}/${at}`
    return Effect.flatMap(keys.next(), (key) =>
      Effect.callback<void, StoreError>((resume) => {
        const reply = (answer: Answer) => {
          if (answer !== "accepted" && answer._tag === "StoreError" && answer.code !== "StoreFailed") {
            resume(Effect.fail(answer))
            return
          }
          // It has begun before; or it never can, which must not keep the others from it.
          if (answer !== "accepted" && answer.code !== "InstanceConflict")
            runtime.warn(`${id} could not begin: ${answer.message}`, { code: "StartFailed", process: model.row.id })
          resume(Effect.void)
        }
        instances.begin(newRow(model.row, { key, id, startedAt: runtime.now() }), model, {
          command: (now, value) => ({
            type: "StartInstance",
            input: value("{}"),
            start: element,
            payload: value(JSON.stringify(at)),
            now,
          }),
          internal: false,
          reply,
        })
      }),
    )
  }
}

const placeOf = ({ definition, element }: ScheduleRow): string => `${definition}/${element}`
