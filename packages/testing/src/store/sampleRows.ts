/**
 * Rows and batches for tests of stores: everything has a default, so that a test names only what it is about.
 */
import type {
  ChildRow,
  CommitBatch,
  IncidentRow,
  InstanceAdvance,
  InstanceRow,
  LogRow,
  NewDelivery,
  NewMessage,
  NewSignal,
  ScheduleRow,
  Store,
  StoreError,
  SubscriptionRow,
  UserTaskRow,
} from "@millrace/engine/store"
import { Effect } from "effect"

let batches = 0

/** A batch of nothing but what is given. */
export const sampleBatch = (given: Partial<CommitBatch> = {}): CommitBatch => ({
  id: `batch-${++batches}`,
  starts: [],
  advances: [],
  log: [],
  snapshots: [],
  values: [],
  jobs: noChanges,
  timers: noChanges,
  userTasks: { ...noChanges, update: [] },
  incidents: noChanges,
  subscriptions: noChanges,
  children: noChanges,
  messages: [],
  signals: [],
  deliveries: [],
  takes: [],
  ...given,
})

const noChanges = { insert: [], delete: [] }

export const sampleInstance = (key: number, given: Partial<InstanceRow> = {}): InstanceRow => ({
  key,
  id: `instance-${key}`,
  definition: 1,
  process: "order",
  version: 1,
  businessKey: null,
  status: "active",
  seq: 1,
  owner: null,
  inputDigest: null,
  startedAt: 1_000 + key,
  endedAt: null,
  result: null,
  quarantine: null,
  parent: null,
  child: null,
  ...given,
})

/** The advance from `expected` to the next. */
export const sampleAdvance = (key: number, expected: number, given: Partial<InstanceAdvance> = {}): InstanceAdvance => ({
  key,
  expected,
  seq: expected + 1,
  status: "active",
  owner: null,
  endedAt: null,
  result: null,
  ...given,
})

export const sampleLog = (key: number, seq: number, given: Partial<LogRow> = {}): LogRow => ({
  key,
  seq,
  events: JSON.stringify([{ type: "Happened", key, seq }]),
  format: 1,
  at: 1_000 + seq,
  ...given,
})

export const sampleUserTask = (key: number, id: number, given: Partial<UserTaskRow> = {}): UserTaskRow => ({
  key,
  id,
  instance: `instance-${key}`,
  process: "order",
  businessKey: null,
  element: "approval",
  name: "Approve the order",
  assignee: null,
  groups: [],
  excluded: [],
  due: null,
  createdAt: 1_000,
  ...given,
})

export const sampleIncident = (key: number, id: number, given: Partial<IncidentRow> = {}): IncidentRow => ({
  key,
  id,
  instance: `instance-${key}`,
  process: "order",
  element: "charge",
  code: "HandlerFailed",
  message: "the card terminal is out of paper",
  createdAt: 1_000,
  ...given,
})

/** One that waits for the message `paid` of the order `instance-<key>`. */
export const sampleSubscription = (key: number, id: number, given: Partial<SubscriptionRow> = {}): SubscriptionRow => ({
  key,
  id,
  kind: "message",
  name: "paid",
  correlation: `instance-${key}`,
  stays: false,
  taken: false,
  instance: `instance-${key}`,
  process: "order",
  businessKey: null,
  element: "payment",
  createdAt: 1_000,
  ...given,
})

export const sampleMessage = (messageId: string, given: Partial<NewMessage> = {}): NewMessage => ({
  name: "paid",
  correlation: null,
  messageId,
  payload: JSON.stringify({ of: messageId }),
  createdAt: 2_000,
  expiresAt: 1_000_000,
  ...given,
})

export const sampleSignal = (signalId: string, given: Partial<NewSignal> = {}): NewSignal => ({
  name: "closing",
  signalId,
  payload: JSON.stringify({ of: signalId }),
  createdAt: 2_000,
  ...given,
})

export const sampleChild = (key: number, id: number, given: Partial<ChildRow> = {}): ChildRow => ({
  key,
  id,
  child: `instance-${key}/${id}`,
  process: "order",
  instance: `instance-${key}`,
  element: "delivery",
  createdAt: 1_000,
  ...given,
})

/** What tells a caller that its child has completed. */
export const sampleDelivery = (key: number | null, given: Partial<NewDelivery> = {}): NewDelivery => ({
  kind: "childCompleted",
  key,
  instance: null,
  process: "order",
  version: null,
  ref: 1,
  name: "",
  source: "a child",
  payload: '{"fine":true}',
  correlation: null,
  expiresAt: null,
  parent: null,
  businessKey: null,
  createdAt: 2_000,
  ...given,
})

export const sampleSchedule = (definition: number, given: Partial<ScheduleRow> = {}): ScheduleRow => ({
  definition,
  element: "each morning",
  process: "order",
  version: 1,
  fired: 0,
  last: null,
  due: 5_000,
  ...given,
})

/** Starts instances with their first log row, and gives their keys. */
export const startInstances = (
  store: Store["Service"],
  given: ReadonlyArray<Partial<InstanceRow>>,
  more: (keys: ReadonlyArray<number>) => Partial<CommitBatch> = () => ({}),
): Effect.Effect<ReadonlyArray<number>, StoreError> =>
  Effect.gen(function* () {
    const first = yield* store.instances.reserve(given.length)
    const starts = given.map((row, place) => sampleInstance(first + place, row))
    const keys = starts.map((row) => row.key)
    yield* store.log.commit(sampleBatch({ starts, log: keys.map((key) => sampleLog(key, 1)), ...more(keys) }))
    return keys
  })

/** Starts one instance and gives its key. */
export const startInstance = (
  store: Store["Service"],
  given: Partial<InstanceRow> = {},
  more: (key: number) => Partial<CommitBatch> = () => ({}),
): Effect.Effect<number, StoreError> =>
  Effect.map(
    startInstances(store, [given], ([key = 0]) => more(key)),
    ([key = 0]) => key,
  )
