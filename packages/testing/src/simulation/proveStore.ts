/**
 * What has to hold of a whole store: of each instance, and of what was acknowledged.
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict"
import type { InstanceRow, RowRef, Store } from "@millrace/engine/store"
import { type AnyEvent, definitionName, type Model, type WorldEvent } from "@millrace/kernel"
import { Effect } from "effect"
import type { Ledger } from "./Ledger.ts"
import { type IndexRows, proveInstance } from "./proveInstance.ts"
import { callOf } from "./SimulatedHandler.ts"

/** More than a simulation has of anything. */
const all = 100_000

/** Throws an `AssertionError` where the store does not keep what holds at every moment; gives its instances. */
export const proveStore = async (
  store: Store["Service"],
  models: ReadonlyArray<Model>,
  ledger: Ledger,
): Promise<ReadonlyArray<InstanceRow>> => {
  const run = Effect.runPromise
  const { rows: instances } = await run(store.instances.list({ limit: all }))
  const rows: IndexRows = {
    timers: byInstance(await run(store.timers.due(Number.MAX_SAFE_INTEGER, all))),
    userTasks: byInstance((await run(store.userTasks.list({ limit: all }))).rows),
    incidents: byInstance((await run(store.incidents.list({ limit: all }))).rows),
  }
  const keys = new Set(instances.map(({ key }) => key))
  for (const [name, index] of Object.entries(rows) as ReadonlyArray<[string, ReadonlyMap<number, unknown>]>)
    for (const key of index.keys()) ok(keys.has(key), `there is a row of ${name} of no instance (key ${key})`)
  const compiled = new Map(
    models.map((model) => [
      definitionName(model.definition),
      { model, compiled: model.decider.compile(model.definition, { bindings: model.bindings, languages: [], elements: [] }) },
    ]),
  )
  const events: Array<{ readonly instance: string; readonly event: WorldEvent }> = []
  for (const row of instances) {
    const known = compiled.get(definitionName({ id: row.process, version: row.version }))
    const stored = await run(store.log.load(row.key))
    const log = await run(store.log.history(row.key, 0, all))
    ok(known !== undefined && stored !== undefined, `${row.id} cannot be loaded`)
    proveInstance({ decider: known.model.decider, compiled: known.compiled, stored, log, rows, ledger })
    for (const { events: text } of log)
      for (const event of JSON.parse(text) as ReadonlyArray<AnyEvent>) events.push({ instance: row.id, event: event as WorldEvent })
  }
  proveOnce(events)
  proveAcknowledged(instances, events, ledger)
  return instances
}

const byInstance = <Row extends RowRef>(rows: ReadonlyArray<Row>): ReadonlyMap<number, ReadonlyArray<Row>> =>
  Map.groupBy(rows, ({ key }) => key)

type Happened = ReadonlyArray<{ readonly instance: string; readonly event: WorldEvent }>

/** Each job and each task is completed once, and each result of a handler is used once. */
const proveOnce = (events: Happened): void => {
  const seen = new Set<string>()
  const once = (what: string) => {
    ok(!seen.has(what), `${what} happened twice`)
    seen.add(what)
  }
  for (const { instance, event } of events) {
    if (event.type === "JobCompleted") {
      once(`the completion of job ${event.job} of ${instance}`)
      const call = callOf(event.result)
      if (call !== undefined) once(`the use of result ${call}`)
    } else if (event.type === "UserTaskCompleted") once(`the completion of task ${event.task} of ${instance}`)
    else if (event.type === "TimerFired") once(`the firing of timer ${event.timer} of ${instance}`)
  }
}

const proveAcknowledged = (instances: ReadonlyArray<InstanceRow>, events: Happened, { starts, completions, unread }: Ledger): void => {
  const there = new Map(instances.map((row) => [row.id, row]))
  for (const [id, { acknowledged }] of starts)
    ok(!acknowledged || there.has(id), `the start of ${id} was acknowledged, and it is not there`)
  for (const id of there.keys()) ok(starts.has(id), `nobody started ${id}`)
  for (const { instance, task, by, acknowledged } of completions) {
    if (!acknowledged) continue
    const found = events.filter(({ instance: of, event }) => of === instance && event.type === "UserTaskCompleted" && event.task === task)
    strictEqual(found.length, 1, `task ${task} of ${instance} was completed, and the log does not say so`)
    const [{ event } = { event: undefined }] = found
    if (event?.type === "UserTaskCompleted") strictEqual(event.by, by, `task ${task} of ${instance} was completed by somebody else`)
  }
  deepStrictEqual(unread, [], "what was acknowledged could not be read")
}
