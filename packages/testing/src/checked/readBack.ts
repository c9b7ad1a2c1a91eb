/**
 * Everything that a store has of one instance.
 */
import type {
  ChildRow,
  IncidentRow,
  Store,
  StoredInstance,
  StoreError,
  SubscriptionRow,
  TimerRow,
  UserTaskRow,
} from "@millrace/engine/store"
import { Effect } from "effect"

export interface ReadBack {
  readonly stored: StoredInstance
  readonly rows: {
    readonly timers: Map<number, TimerRow>
    readonly userTasks: Map<number, UserTaskRow>
    readonly incidents: Map<number, IncidentRow>
    /** As they were written: whether one is taken is the store's business. */
    readonly subscriptions: Map<number, SubscriptionRow>
    readonly children: Map<number, ChildRow>
  }
}

/** More than a test has of anything. */
const all = 1_000_000

/** Nothing where it is not there, or was changed while it was read. */
export const readBack = (store: Store["Service"], key: number, id: string): Effect.Effect<ReadBack | undefined, StoreError> =>
  Effect.gen(function* () {
    const before = yield* store.instances.byKey(key)
    const timers = yield* store.timers.due(Number.MAX_SAFE_INTEGER, all)
    const userTasks = yield* store.userTasks.list({ instance: id, limit: all })
    const incidents = yield* store.incidents.list({ instance: id, limit: all })
    const subscriptions = yield* store.subscriptions.list({ instance: id, limit: all })
    const children = yield* store.children.list({ instance: id, limit: all })
    const stored = yield* store.log.load(key)
    if (stored === undefined || before?.seq !== stored.row.seq) return undefined
    return {
      stored,
      rows: {
        timers: byId(timers, key),
        userTasks: byId(userTasks.rows, key),
        incidents: byId(incidents.rows, key),
        subscriptions: byId(
          subscriptions.rows.map((row) => ({ ...row, taken: false })),
          key,
        ),
        children: byId(children.rows, key),
      },
    }
  })

const byId = <Row extends { readonly key: number; readonly id: number }>(rows: ReadonlyArray<Row>, key: number): Map<number, Row> =>
  new Map(rows.filter((row) => row.key === key).map((row) => [row.id, row]))
