/**
 * What has to hold of one instance in the store at every moment: its log has no gaps, folding it gives what a load
 * gives, every open wait has its row and every row its wait, and each job was completed once, with the result of one
 * of its own handlers.
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict"
import type { InstanceRow, LogRow, RowRef, StoredInstance } from "@millrace/engine/store"
import {
  type AnyEvent,
  type Decider,
  deepFreeze,
  type OpenWaits,
  readValue,
  referenceOf,
  StoredValue,
  type WorldEvent,
} from "@millrace/kernel"
import type { Ledger } from "./Ledger.ts"
import { callOf } from "./SimulatedHandler.ts"

/** Rows of the indexes, by the key of their instance. */
export interface IndexRows {
  readonly timers: ReadonlyMap<number, ReadonlyArray<RowRef>>
  readonly userTasks: ReadonlyMap<number, ReadonlyArray<RowRef>>
  readonly incidents: ReadonlyMap<number, ReadonlyArray<RowRef>>
}

export interface Subject {
  readonly decider: Decider
  readonly compiled: unknown
  readonly stored: StoredInstance
  readonly log: ReadonlyArray<LogRow>
  readonly rows: IndexRows
  readonly ledger: Ledger
}

/** Throws an `AssertionError` where something does not hold; gives the state. */
export const proveInstance = (subject: Subject): unknown => {
  const { decider, compiled, stored, log } = subject
  const { row } = stored
  strictEqual(row.quarantine, null, `${row.id} is in quarantine: ${row.quarantine}`)
  deepStrictEqual(
    log.map(({ seq }) => seq),
    log.map((_, index) => index + 1),
    `${row.id} has gaps in its log`,
  )
  strictEqual(row.seq, log.length, `${row.id} stands at another commit than its log`)
  const read = readerOf(stored)
  const state = fold(subject, read)
  const loaded =
    stored.snapshot === undefined ? decider.initial(compiled) : decider.restore(compiled, deepFreeze(read(stored.snapshot.state)))
  for (const { events } of stored.tail) for (const event of eventsOf(read, events)) decider.evolve(compiled, loaded, event)
  deepStrictEqual(plain(decider, loaded), plain(decider, state), `loading ${row.id} gives another state than folding its log`)
  strictEqual(row.status, decider.status(state), `${row.id} has another status than its state`)
  proveWaits(subject, decider.open(state))
  return state
}

const eventsOf = (read: (text: string) => unknown, text: string): ReadonlyArray<AnyEvent> =>
  deepFreeze(read(text) as ReadonlyArray<AnyEvent>)

const readerOf = ({ values }: StoredInstance): ((text: string) => unknown) => {
  const large = new Map(values.map(({ id, text }) => [id, new StoredValue(id, text)]))
  return (text) =>
    JSON.parse(text, (_key, json: unknown) => {
      const id = referenceOf(json)
      if (id === undefined) return json
      const value = large.get(id)
      ok(value !== undefined, `the value ${id} is missing`)
      return value
    })
}

const plain = (decider: Decider, state: unknown): unknown => JSON.parse(JSON.stringify(decider.snapshot(state)))

/** Folds the log, looking at each result before it changes the state. */
const fold = ({ decider, compiled, log, stored, ledger }: Subject, read: (text: string) => unknown): unknown => {
  const state = decider.initial(compiled)
  for (const { events } of log) {
    for (const event of eventsOf(read, events)) {
      const known = event as AnyEvent as WorldEvent
      if (known.type === "JobCompleted") {
        const described = decider.describeJob(compiled, state, known.job)
        ok(described !== undefined, `${stored.row.id}: job ${known.job} was completed and was not open`)
        const number = callOf(readValue(known.result))
        const call = number === undefined ? undefined : ledger.calls[number]
        ok(call?.gives === true, `${stored.row.id}: job ${known.job} has a result that no handler gave`)
        const about = { instance: call.instance, key: call.key, attempt: call.attempt }
        const key = `${stored.row.id}/${described.work ?? known.job}`
        deepStrictEqual(about, { instance: stored.row.id, key, attempt: described.attempt }, `job ${known.job} has the result of another`)
      }
      decider.evolve(compiled, state, event)
    }
  }
  return state
}

const proveWaits = ({ stored, rows }: Subject, open: OpenWaits): void => {
  const { row, jobs } = stored
  deepStrictEqual(idsOf(rows.timers.get(row.key)), sorted(open.timers), `${row.id}: rows of timers and the timers it waits for differ`)
  deepStrictEqual(idsOf(rows.userTasks.get(row.key)), sorted(open.userTasks), `${row.id}: rows of user tasks and its open tasks differ`)
  deepStrictEqual(idsOf(rows.incidents.get(row.key)), sorted(open.incidents), `${row.id}: rows of incidents and its incidents differ`)
  const waiting = new Set(open.jobs)
  for (const job of jobs) ok(waiting.delete(job.id), `${row.id}: there is a row for job ${job.id}, which is not open`)
  if (waiting.size > 0) ok(row.owner !== null, `${row.id}: job ${[...waiting][0]} has neither a row nor an engine`)
  if (hasEnded(row)) strictEqual(row.owner, null, `${row.id} has ended and has an owner`)
}

export const hasEnded = ({ status }: InstanceRow): boolean => status !== "active" && status !== "terminating"

const idsOf = (rows: ReadonlyArray<RowRef> = []): ReadonlyArray<number> => sorted(rows.map(({ id }) => id))
const sorted = (ids: Iterable<number>): ReadonlyArray<number> => [...ids].sort((a, b) => a - b)
