/**
 * A fresh engine under virtual time on which a scenario runs: the models are deployed, and it can be asked what the scenarios ask.
 */
import { bpmn, type ImportedProcess, importBpmn } from "@millrace/bpmn"
import type { Millrace, Store, StoreError } from "@millrace/engine"
import type { Handler, WaitingAt } from "@millrace/kernel"
import { type EngineRun, makeTestStore, openEngineRun } from "@millrace/testing"
import { Duration, type Layer } from "effect"
import { delegate } from "./delegate.ts"
import type { Variables } from "./Expectation.ts"

/** A file of a deployment. */
export interface ModelFile {
  readonly name: string
  readonly xml: string
}

export interface Stage {
  readonly millrace: Millrace
  readonly processes: ReadonlyArray<ImportedProcess>
  readonly settle: () => Promise<void>
  /** Lets an ISO 8601 duration pass. */
  readonly advance: (by: string) => Promise<void>
  /** The ids of instances that are not over and that nobody called. */
  readonly live: () => Promise<ReadonlyArray<string>>
  /** What an instance waits for, and all that it called. */
  readonly waiting: (instance: string) => Promise<ReadonlyArray<WaitingAt & { readonly instance: string }>>
  readonly incidents: () => Promise<ReadonlyArray<string>>
  readonly close: () => Promise<void>
}

const startAt = Date.UTC(2026, 0, 1)

/** Imports the files with handlers that do what the words say, and nothing where there are none. */
const importAll = async (
  files: ReadonlyArray<ModelFile>,
  words: Readonly<Record<string, string>>,
  set: (instance: string, variables: Variables) => Promise<void>,
): Promise<ReadonlyArray<ImportedProcess>> => {
  const models = await Promise.all(
    files.map(async ({ xml }) => {
      const ids = (await importBpmn(xml)).all.flatMap(({ handlerNames }) => [...handlerNames.keys()])
      const handlers = Object.fromEntries(ids.map((id): [string, Handler] => [id, delegate(words[id] ?? "no effect", set)]))
      return importBpmn(xml, { handlers })
    }),
  )
  return models.flatMap(({ processes }) => processes)
}

/** Opens the engine; rejects where a model is refused. */
export const openStage = async (
  files: ReadonlyArray<ModelFile>,
  words: Readonly<Record<string, string>>,
  store: Layer.Layer<Store, StoreError> | undefined,
): Promise<Stage> => {
  let run: EngineRun | undefined
  const processes = await importAll(files, words, async (instance, variables) => run?.millrace.setVariables(instance, variables))
  const [process, ...others] = processes
  if (process === undefined) throw new Error("The files have no process that can be executed.")
  const place = makeTestStore(store)
  const opened = await openEngineRun({
    process,
    mocks: undefined,
    children: others.map((other) => ({ process: other, mocks: {} })),
    layer: undefined,
    plugins: [bpmn()],
    store: await place.open(),
    prepare: undefined,
    now: startAt,
  })
  run = opened
  const { millrace, clock, settle, moveTo } = opened
  await settle()
  const called = async (instance: string): Promise<ReadonlyArray<string>> =>
    (await millrace.children.list({ instance, limit: 1000 })).items.map((child) => child.instance)
  const waiting: Stage["waiting"] = async (instance) => {
    const own = (await millrace.get(instance)).waiting.map((place) => ({ ...place, instance }))
    const inner = await Promise.all((await called(instance)).map(waiting))
    return [...own, ...inner.flat()]
  }
  return {
    millrace,
    processes,
    settle,
    advance: (by) => moveTo(clock.currentTimeMillisUnsafe() + millisecondsOf(by)),
    live: async () => {
      const { items } = await millrace.list({ status: "active", limit: 1000 })
      const children = new Set((await millrace.children.list({ limit: 1000 })).items.map((child) => child.instance))
      return items.map(({ id }) => id).filter((id) => !children.has(id))
    },
    waiting,
    incidents: async () => (await millrace.incidents.list({ limit: 1000 })).items.map(({ id, message }) => `${id}: ${message}`),
    close: async () => {
      await millrace.close()
      await place.close()
    },
  }
}

const millisecondsOf = (iso: string): number => {
  const duration = Duration.fromIso(iso)
  if (duration._tag === "None") throw new Error(`'${iso}' is no duration of ISO 8601.`)
  return Duration.toMillis(duration.value)
}
