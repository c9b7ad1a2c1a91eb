/**
 * The load of a crash or fault run: starts instances, does the people's work, and looks after incidents, until nothing
 * is left. What was acknowledged is noted before anything else is done, so that the proof can ask the store for it.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { EngineError, type Millrace, StoreError } from "millrace"
import type { LineFile } from "../proof/Ledger.ts"
import type { SelfContained } from "../withMillrace.ts"
import type { Acknowledged } from "./CrashFiles.ts"
import { noteFor } from "./crashProcess.ts"
import { instanceId } from "./crashWork.ts"

export interface LoadOptions {
  /** The number of the next instance to start, until there is none. */
  readonly next: () => number | undefined
  readonly acknowledged: LineFile<Acknowledged>
  /** No other process will start anything after this one has. */
  readonly isLast: boolean
  /** Is told when the store refuses something, which is asked for again; without it, a refusal ends the load. */
  readonly refused?: (error: StoreError) => void
  /** Milliseconds between two starts of one client; 0 where it is left out. */
  readonly pace?: number
}

const clients = 7
/** Milliseconds until a look is repeated, or what was refused. */
const pause = 20

/** Ends when every instance in the store has ended. */
export const driveLoad = async (millrace: Millrace, crash: SelfContained, options: LoadOptions): Promise<void> => {
  const { next, acknowledged, isLast, refused, pace = 0 } = options
  let allStarted = false

  /** Asks until the store says yes. Other answers are for the caller. */
  const insist = async <A>(ask: () => Promise<A>): Promise<A> => {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof StoreError) || refused === undefined) throw error
        refused(error)
        await sleep(pause)
      }
    }
  }
  /** Asks for what somebody else may have done meanwhile; says whether it was done here. */
  const doOnce = async (ask: () => Promise<void>): Promise<boolean> => {
    try {
      await insist(ask)
      return true
    } catch (error) {
      if (error instanceof EngineError && gone.has(error.code)) return false
      throw error
    }
  }

  const start = async () => {
    for (let number = next(); number !== undefined; number = next()) {
      const id = instanceId(number)
      const input = { number }
      await insist(() => millrace.start(crash, input as never, { id }))
      acknowledged.add({ what: "start", instance: id })
      if (pace > 0) await sleep(pace)
    }
  }

  const completeTasks = async () => {
    const tasks = await insist(() => millrace.userTasks.list({ process: crash.id }))
    await Promise.all(
      tasks.items.map(async ({ id, instance }) => {
        const form = { note: noteFor(Number(instance.slice(instanceId("").length))) }
        if (await doOnce(() => millrace.userTasks.complete(id, form, { by: "crew" }))) acknowledged.add({ what: "complete", instance })
      }),
    )
  }

  /**
   * A handler under which the engine died too often becomes an incident, also where somebody else killed the engine:
   * what an operator would do about it is done here.
   */
  const retryInnocents = async () => {
    for (const { id, instance } of (await insist(() => millrace.incidents.list({ code: "JobDeliveriesExhausted" }))).items) {
      acknowledged.add({ what: "retry", instance })
      await doOnce(() => millrace.incidents.retry(id))
    }
  }

  const nothingIsLeft = async (): Promise<boolean> => {
    for (const status of ["active", "terminating"] as const) {
      if ((await insist(() => millrace.list({ status, limit: 1 }))).items.length > 0) return false
    }
    return true
  }

  const work = async () => {
    for (;;) {
      await completeTasks()
      await retryInnocents()
      if (allStarted && isLast && (await nothingIsLeft())) return
      await sleep(pause)
    }
  }
  const startAll = async () => {
    await Promise.all(Array.from({ length: clients }, start))
    allStarted = true
  }
  await Promise.all([startAll(), work()])
}

/** What was asked for is not there any more: another process was faster, or an answer came that was lost. */
const gone: ReadonlySet<string> = new Set(["UserTaskNotFound", "IncidentNotFound", "InstanceEnded", "CommandRejected"])
