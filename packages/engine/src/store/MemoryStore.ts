/**
 * The memory store: the semantics of every store, in maps and heaps. Nothing outlives the process.
 */
import { Effect, Layer } from "effect"
import { readCursor } from "./Cursor.ts"
import { commitBatch } from "./memory/commitBatch.ts"
import { mailPorts } from "./memory/mailPorts.ts"
import { emptyTables, type Tables } from "./memory/Tables.ts"
import type { LogRow, UserTaskRow, ValueRow } from "./Rows.ts"
import { referencedValues } from "./referencedValues.ts"
import { type Announcement, Store, type UserTaskQuery } from "./Store.ts"

/** A new, empty memory store. Several engines may be given the same one. */
export const makeMemoryStore = (): Store["Service"] => {
  const tables = emptyTables()
  const { instances, jobs, timers, userTasks, incidents, definitions, engines } = tables
  const listeners = new Set<(announcement: Announcement) => void>()
  let nextKey = 1
  /** Whether an instance is of one of the definitions; all are where none are named. */
  const among = (definitions: ReadonlyArray<number> | undefined): ((key: number) => boolean) => {
    if (definitions === undefined) return () => true
    const wanted = new Set(definitions)
    return (key) => wanted.has(instances.get(key)?.row.definition ?? -1)
  }
  return {
    log: logPort(tables, listeners),
    instances: {
      reserve: (count) =>
        Effect.sync(() => {
          const first = nextKey
          nextKey += count
          return first
        }),
      byKey: (key) => Effect.sync(() => instances.get(key)?.row),
      byKeys: (keys) => Effect.sync(() => keys.flatMap((key) => instances.get(key)?.row ?? [])),
      byId: (id) => Effect.sync(() => instances.byId(id)),
      byBusinessKey: (process, businessKey) => Effect.sync(() => instances.byBusinessKey(process, businessKey)),
      list: (query) => Effect.map(readCursor(query.after, 1), (after) => instances.list(query, after)),
      takeOver: (engine, now, limit, definitions) =>
        Effect.sync(() => {
          engines.expire(now, engine)
          return instances.takeOver(engine, limit, engines, among(definitions))
        }),
      purge: (request) => Effect.sync(() => instances.purge(request, (key) => hasOpen(tables, key))),
      quarantine: (key, fault) =>
        Effect.sync(() => {
          if (instances.get(key) === undefined) return
          instances.quarantine(key, fault)
          jobs.hold(key, fault !== null)
          timers.hold(key, fault !== null)
        }),
    },
    jobs: {
      take: ({ engine, now, limit, busy, definitions }) =>
        Effect.sync(() => {
          engines.expire(now, engine)
          return jobs.take(engine, now, limit, new Set(busy), engines, among(definitions))
        }),
      nextDue: (busy = [], definitions) => Effect.sync(() => jobs.nextDue(new Set(busy), among(definitions))),
    },
    timers: {
      due: (now, limit, definitions) => Effect.sync(() => timers.due(now, limit, among(definitions))),
      nextDue: (definitions) => Effect.sync(() => timers.nextDue(among(definitions))),
    },
    userTasks: {
      list: (query) => Effect.map(readCursor(query.after, 2), (after) => userTasks.list(query, after, taskFilter(query))),
      get: (key, id) => Effect.sync(() => userTasks.get({ key, id })),
    },
    incidents: {
      list: (query) =>
        Effect.map(readCursor(query.after, 2), (after) =>
          incidents.list(
            query,
            after,
            (row) =>
              (query.process === undefined || row.process === query.process) &&
              (query.instance === undefined || row.instance === query.instance) &&
              (query.code === undefined || row.code === query.code),
          ),
        ),
    },
    ...mailPorts(tables),
    definitions: {
      putStarts: (definition, starts, now) => Effect.sync(() => tables.mail.putStarts(definition, starts, now)),
      put: (row) => Effect.sync(() => definitions.put(row)),
      byKey: (key) => Effect.sync(() => definitions.byKey(key)),
      list: (id) => Effect.sync(() => definitions.list(id)),
      names: () =>
        Effect.sync(() =>
          definitions.list(undefined).map(({ key, kind, id, version, revision }) => ({ key, kind, id, version, revision })),
        ),
    },
    engines: {
      register: (now, ttl, offers = []) => Effect.sync(() => engines.register(now, ttl, offers)),
      isOffered: (definition, now) => Effect.sync(() => engines.isOffered(definition, now)),
      renew: (engine, now, ttl, offers) => Effect.sync(() => engines.renew(engine, now, ttl, offers)),
      hasOthers: (engine, now) => Effect.sync(() => engines.hasOthers(engine, now)),
      release: (engine) => Effect.sync(() => engines.release(engine)),
    },
    wakes: {
      listen: (heard) =>
        Effect.asVoid(
          Effect.acquireRelease(
            Effect.sync(() => listeners.add(heard)),
            () => Effect.sync(() => listeners.delete(heard)),
          ),
        ),
    },
  }
}

const hasOpen = ({ jobs, timers, userTasks, incidents, subscriptions, children }: Tables, key: number): boolean =>
  jobs.of(key).length > 0 || [timers, userTasks, incidents, subscriptions, children].some((table) => table.has(key))

/** A memory store as a layer: each time it is built, a new one. */
export const memoryStoreLayer: Layer.Layer<Store> = Layer.sync(Store, makeMemoryStore)

const logPort = (tables: Tables, listeners: ReadonlySet<(announcement: Announcement) => void>): Store["Service"]["log"] => {
  const after = (key: number, seq: number, limit: number): Array<LogRow> => {
    const log = tables.instances.get(key)?.log ?? []
    let low = 0
    let high = log.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((log[middle]?.row.seq ?? 0) <= seq) low = middle + 1
      else high = middle
    }
    return log.slice(low, low + limit).map((entry) => entry.row)
  }
  return {
    parallelism: 1,
    commit: (batch) =>
      Effect.sync(() => {
        const outcome = commitBatch(tables, batch)
        if (batch.announce !== undefined) for (const heard of listeners) heard(batch.announce)
        return outcome
      }),
    load: (key, which = "all") =>
      Effect.sync(() => {
        const kept = tables.instances.get(key)
        if (kept === undefined) return undefined
        const { row, snapshot, values = new Map<number, ValueRow>() } = kept
        const tail = after(key, snapshot?.seq ?? 0, Number.POSITIVE_INFINITY)
        const ids = which === "all" ? [...values.keys()].sort((a, b) => a - b) : referencedValues(snapshot, tail)
        return {
          row,
          snapshot,
          tail,
          values: ids.flatMap((id) => values.get(id) ?? []),
          lastValue: [...values.keys()].reduce((last, id) => Math.max(last, id), 0),
          jobs: tables.jobs.of(key),
        }
      }),
    committed: (id, rows) =>
      Effect.sync(() =>
        rows
          .filter(({ key, seq }) => tables.instances.get(key)?.log.some(({ row, batch }) => row.seq === seq && batch === id))
          .map(({ key }) => key),
      ),
    history: (key, seq, limit) => Effect.sync(() => after(key, seq, limit)),
  }
}

const taskFilter =
  (query: UserTaskQuery) =>
  (row: UserTaskRow): boolean =>
    (query.assignee === undefined || row.assignee === query.assignee) &&
    (query.groups === undefined || mayBeClaimed(row, query.groups, query.assignee)) &&
    (query.process === undefined || row.process === query.process) &&
    (query.businessKey === undefined || row.businessKey === query.businessKey) &&
    (query.instance === undefined || row.instance === query.instance) &&
    (query.element === undefined || row.element === query.element) &&
    (query.dueBefore === undefined || (row.due !== null && row.due < query.dueBefore))

/** What somebody has cannot be claimed, unless the query asks for what that somebody has. */
const mayBeClaimed = (row: UserTaskRow, groups: ReadonlyArray<string>, assignee: string | undefined): boolean =>
  (row.assignee === null || assignee !== undefined) && groups.some((group) => row.groups.includes(group))
