/**
 * The store ports: narrow and encoded. A backend implements these few methods over rows, runs `storeContract` of
 * `@millrace/testing`, and is done.
 *
 * Every method is atomic by itself. Reads see every commit that was acknowledged before them.
 */
import type { TransactionSql } from "@millrace/kernel"
import { Context, type Effect, type Scope } from "effect"
import type {
  ChildRow,
  DefinitionName,
  DefinitionRow,
  DeliveryRow,
  IncidentRow,
  InstanceAdvance,
  InstanceRow,
  InstanceRowStatus,
  JobRow,
  LogRow,
  MessageRow,
  NewDelivery,
  NewMessage,
  NewSignal,
  RowRef,
  ScheduleRow,
  SnapshotRow,
  StartRow,
  SubscriptionRow,
  TimerRow,
  UserTaskChange,
  UserTaskRow,
  ValueRow,
} from "./Rows.ts"
import type { StoreError } from "./StoreError.ts"

/** The commits of many instances, written in one transaction. */
export interface CommitBatch {
  /** Unique among all batches ever written: every log row carries it, so that an unknown outcome can be read back. */
  readonly id: string
  /** New instances, at `seq` 1. */
  readonly starts: ReadonlyArray<InstanceRow>
  /** Instances that go on. At most one entry for each key. */
  readonly advances: ReadonlyArray<InstanceAdvance>
  readonly log: ReadonlyArray<LogRow>
  /** Replace the snapshot of their instance. */
  readonly snapshots: ReadonlyArray<SnapshotRow>
  readonly values: ReadonlyArray<ValueRow>
  /**
   * Deletes come before inserts, inserts replace a row of the same key and id, changes come last. Deleting or changing
   * what is not there is fine. Rows of an instance that is neither among `starts` nor `advances` are written as they are.
   */
  readonly jobs: RowChanges<JobRow>
  readonly timers: RowChanges<TimerRow>
  readonly userTasks: RowChanges<UserTaskRow> & { readonly update: ReadonlyArray<UserTaskChange> }
  readonly incidents: RowChanges<IncidentRow>
  readonly subscriptions: RowChanges<SubscriptionRow>
  readonly children: RowChanges<ChildRow>
  /** Messages, signals and deliveries that instances send: written if the instance `from` passed the fence. A signal goes to the subscriptions that stood before this batch. */
  readonly messages: ReadonlyArray<{ readonly from: number; readonly message: NewMessage }>
  readonly signals: ReadonlyArray<{ readonly from: number; readonly signal: NewSignal }>
  readonly deliveries: ReadonlyArray<{ readonly from: number; readonly delivery: NewDelivery }>
  /** Deliveries that instances take: one that is not there any more leaves its instance out, as `gone`. Otherwise it is deleted. */
  readonly takes: ReadonlyArray<{ readonly key: number; readonly delivery: number }>
  /** What other engines on the store should hear of once this is committed; mostly nothing. */
  readonly announce?: Announcement
}

/** A short cut between engines on one store: it may be lost, and sweeps find everything without it. */
export interface Announcement {
  /** There are job rows that are free and due. */
  readonly work: boolean
  /** There are messages, subscriptions or deliveries that somebody should look at. */
  readonly mail?: boolean
  /** Instances that were changed by another engine than the one that does their direct jobs. */
  readonly changed: ReadonlyArray<number>
  /** Instances that ended; named where somebody else may wait for that. */
  readonly ended: ReadonlyArray<number>
}

export interface RowChanges<Row extends RowRef> {
  readonly insert: ReadonlyArray<Row>
  readonly delete: ReadonlyArray<RowRef>
}

/** Instances of a batch that were left out, with all their rows; everything else is committed. */
export interface CommitOutcome {
  /** Their `seq` was not what was expected. */
  readonly lost: ReadonlyArray<number>
  /** Starts whose id, or business key within the process, exists already. */
  readonly duplicates: ReadonlyArray<number>
  /** A delivery that they take was taken before. */
  readonly gone: ReadonlyArray<number>
}

/** Everything there is of one instance. */
export interface StoredInstance {
  readonly row: InstanceRow
  readonly snapshot: SnapshotRow | undefined
  /** The log after the snapshot, in order. */
  readonly tail: ReadonlyArray<LogRow>
  /** Its large values, in the order of their ids: all of them, or those that snapshot and tail refer to. */
  readonly values: ReadonlyArray<ValueRow>
  /** The highest id that a large value of it has; 0 where it has none. */
  readonly lastValue: number
  /** Its jobs that have rows. */
  readonly jobs: ReadonlyArray<JobRow>
}

/** A page of a list, in ascending order of its cursor. */
export interface Page<Row> {
  readonly rows: ReadonlyArray<Row>
  /** Give it as `after` for the next page; undefined on the last one. */
  readonly next: string | undefined
}

export interface PageRequest {
  /** At most so many rows. */
  readonly limit: number
  readonly after?: string
}

export interface InstanceQuery extends PageRequest {
  readonly process?: string
  readonly status?: InstanceRowStatus
  readonly businessKey?: string
}

export interface UserTaskQuery extends PageRequest {
  readonly assignee?: string
  /** Tasks that members of one of these groups may claim: nobody has them. Together with `assignee`: those of them that this person has. */
  readonly groups?: ReadonlyArray<string>
  readonly process?: string
  readonly businessKey?: string
  readonly instance?: string
  readonly element?: string
  /** Only tasks due before this time. */
  readonly dueBefore?: number
}

export interface IncidentQuery extends PageRequest {
  readonly process?: string
  readonly instance?: string
  readonly code?: string
}

export interface LogPort {
  /** How many batches may be under way at a time; none of them has an instance of another. */
  readonly parallelism: number
  /** One transaction: the fence first, then the rows of all instances that passed it. */
  readonly commit: (batch: CommitBatch) => Effect.Effect<CommitOutcome, StoreError>
  /**
   * Values that only its history refers to are many where large ones changed often: an engine asks for the `"referenced"`
   * ones (`referencedValues`), and what it costs to load an instance does not depend on how long it has run.
   */
  readonly load: (key: number, values?: "all" | "referenced") => Effect.Effect<StoredInstance | undefined, StoreError>
  /**
   * The keys of the instances that batch `id` committed: empty when it never was, and then it never will be. A store
   * whose commits may still be on their way waits for them first.
   */
  readonly committed: (
    id: string,
    rows: ReadonlyArray<{ readonly key: number; readonly seq: number }>,
  ) => Effect.Effect<ReadonlyArray<number>, StoreError>
  /** The log of an instance after `seq`, at most `limit` rows. */
  readonly history: (key: number, seq: number, limit: number) => Effect.Effect<ReadonlyArray<LogRow>, StoreError>
}

export interface InstancePort {
  /** Reserves `count` keys and gives the first; keys ascend. */
  readonly reserve: (count: number) => Effect.Effect<number, StoreError>
  readonly byKey: (key: number) => Effect.Effect<InstanceRow | undefined, StoreError>
  /** Those of these keys that are there, in any order. */
  readonly byKeys: (keys: ReadonlyArray<number>) => Effect.Effect<ReadonlyArray<InstanceRow>, StoreError>
  readonly byId: (id: string) => Effect.Effect<InstanceRow | undefined, StoreError>
  readonly byBusinessKey: (process: string, businessKey: string) => Effect.Effect<InstanceRow | undefined, StoreError>
  readonly list: (query: InstanceQuery) => Effect.Effect<Page<InstanceRow>, StoreError>
  /**
   * Makes `engine` the owner of at most `limit` instances whose owner is gone, and gives their keys. Other engines
   * whose lease has run out are gone from then on. Only instances of these `definitions`, or of all.
   */
  readonly takeOver: (
    engine: number,
    now: number,
    limit: number,
    definitions?: ReadonlyArray<number>,
  ) => Effect.Effect<ReadonlyArray<number>, StoreError>
  /**
   * Removes instances that ended before this time, with their history and all that is kept of them: looks at those after the
   * key `after`, `limit` of them or fewer where they are large, and says how many went and after which key to go on. One stays
   * whose caller is there, since that may have it undo what it did; so does one that has anything open, or is in quarantine.
   */
  readonly purge: (request: PurgeRequest) => Effect.Effect<Purged, StoreError>
  /** Sets or lifts the quarantine of an instance: its jobs, timers and deliveries are not handed out meanwhile. */
  readonly quarantine: (key: number, fault: string | null) => Effect.Effect<void, StoreError>
}

export interface PurgeRequest {
  readonly endedBefore: number
  /** Only instances of this process. */
  readonly process?: string
  readonly after: number
  readonly limit: number
}

export interface Purged {
  readonly removed: number
  /** Undefined where there are no more to look at. */
  readonly next: number | undefined
}

export interface JobPort {
  /**
   * Takes for `engine` at most `limit` job rows that are due and free, or whose owner is gone, the earliest first; not
   * of the `busy` handlers, nor of instances in quarantine. Other engines whose lease has run out are gone from then on.
   */
  readonly take: (request: {
    readonly engine: number
    readonly now: number
    readonly limit: number
    readonly busy: ReadonlyArray<string>
    /** Only jobs of instances of these definitions, or of all. */
    readonly definitions?: ReadonlyArray<number>
  }) => Effect.Effect<ReadonlyArray<TakenJob>, StoreError>
  /** When the next free job row becomes due: not of the `busy` handlers, and only of these definitions, or of all. */
  readonly nextDue: (busy?: ReadonlyArray<string>, definitions?: ReadonlyArray<number>) => Effect.Effect<number | undefined, StoreError>
}

export interface TakenJob extends JobRow {
  /** An engine that is gone had it: it has to be delivered anew. */
  readonly orphaned: boolean
}

export interface TimerPort {
  /** At most `limit` timers that are due, the earliest first: of instances of these definitions, or of all; not of those in quarantine. */
  readonly due: (now: number, limit: number, definitions?: ReadonlyArray<number>) => Effect.Effect<ReadonlyArray<TimerRow>, StoreError>
  readonly nextDue: (definitions?: ReadonlyArray<number>) => Effect.Effect<number | undefined, StoreError>
}

export interface UserTaskPort {
  readonly list: (query: UserTaskQuery) => Effect.Effect<Page<UserTaskRow>, StoreError>
  readonly get: (key: number, id: number) => Effect.Effect<UserTaskRow | undefined, StoreError>
}

export interface IncidentPort {
  readonly list: (query: IncidentQuery) => Effect.Effect<Page<IncidentRow>, StoreError>
}

/**
 * Messages and those who wait for them. A message goes to one subscription of its name and correlation, the oldest first;
 * where nobody waits, it starts an instance of the highest version of a definition that begins with it; else it is kept
 * until it expires. Giving one to a subscription turns it into a delivery, in one transaction.
 */
export interface MessagePort {
  /** Keeps messages and says of each whether it is a duplicate: one of its name and id is or was kept, and is not forgotten yet. */
  readonly publish: (messages: ReadonlyArray<NewMessage>, now: number) => Effect.Effect<ReadonlyArray<"kept" | "duplicate">, StoreError>
  /** Gives a signal to everybody who waits for it, on its way to them already or not, and to definitions that begin with it; says to how many. */
  readonly broadcast: (signal: NewSignal) => Effect.Effect<number, StoreError>
  /**
   * Gives messages to those who wait for them: at most `limit`; says how many were given. Only messages of these names, or
   * of all. One that has expired goes to who waited before that, or begins something, when it is looked at for the first time.
   *
   * What would begin an instance is held back while another delivery of starts that belong together, of the same correlation,
   * is open. Once that one is gone, it is looked at again, and counts as waited for since it came; until then it does not expire.
   */
  readonly match: (request: {
    readonly now: number
    readonly limit: number
    readonly names?: ReadonlyArray<string>
  }) => Effect.Effect<number, StoreError>
  /** Takes back a message whose subscription is gone: it can be given again. Nothing where the delivery is gone, too. */
  readonly giveBack: (delivery: DeliveryRow) => Effect.Effect<void, StoreError>
  /**
   * Drops messages that have expired and were looked at, and forgets ids that need not be known any more; says how many there
   * were. Whatever else nobody needs goes with it, as payloads that a store keeps once for many.
   */
  readonly expire: (now: number, limit: number) => Effect.Effect<number, StoreError>
  /** Messages that are kept. */
  readonly list: (
    query: PageRequest & { readonly name?: string; readonly correlation?: string },
  ) => Effect.Effect<Page<MessageRow>, StoreError>
}

export interface SubscriptionPort {
  readonly list: (
    query: PageRequest & {
      readonly kind?: "message" | "signal"
      readonly name?: string
      readonly process?: string
      readonly instance?: string
    },
  ) => Effect.Effect<Page<SubscriptionRow>, StoreError>
}

export interface ChildPort {
  readonly list: (query: PageRequest & { readonly instance?: string }) => Effect.Effect<Page<ChildRow>, StoreError>
}

export interface DeliveryPort {
  /**
   * At most `limit` deliveries after the one of this id, in ascending order: for instances of these processes, or of all;
   * not for those in quarantine. Where several engines commit at a time, one that is committed late may have a lower id
   * than one that was read already: each sweep begins from the start.
   */
  readonly due: (request: {
    readonly after: number
    readonly limit: number
    readonly processes?: ReadonlyArray<string>
  }) => Effect.Effect<ReadonlyArray<DeliveryRow>, StoreError>
  readonly remove: (ids: ReadonlyArray<number>) => Effect.Effect<void, StoreError>
}

export interface SchedulePort {
  /** Adds the schedule unless there is one of this definition and element. Schedules of lower versions of the process end. */
  readonly put: (row: ScheduleRow) => Effect.Effect<void, StoreError>
  readonly due: (now: number, limit: number, definitions?: ReadonlyArray<number>) => Effect.Effect<ReadonlyArray<ScheduleRow>, StoreError>
  /** Goes on from `expected` firings to what `row` says; false where somebody else did. */
  readonly advance: (row: ScheduleRow, expected: number) => Effect.Effect<boolean, StoreError>
  readonly nextDue: (definitions?: ReadonlyArray<number>) => Effect.Effect<number | undefined, StoreError>
}

export interface DefinitionPort {
  /** Says by which messages and signals instances of a definition begin; messages that are kept and have not expired are looked at again. */
  readonly putStarts: (definition: number, starts: ReadonlyArray<StartRow>, now: number) => Effect.Effect<void, StoreError>
  /** Adds the row unless there is one of this id, version and revision; gives the one that stands. */
  readonly put: (row: Omit<DefinitionRow, "key">) => Effect.Effect<DefinitionRow, StoreError>
  readonly byKey: (key: number) => Effect.Effect<DefinitionRow | undefined, StoreError>
  /** All revisions of all versions of `id`, or of everything. */
  readonly list: (id?: string) => Effect.Effect<ReadonlyArray<DefinitionRow>, StoreError>
  /** What there is of definitions, without their graphs: asked for again and again. */
  readonly names: () => Effect.Effect<ReadonlyArray<DefinitionName>, StoreError>
}

/** Leases govern doing: an engine whose lease ran out is gone, and others take over its work. */
export interface EnginePort {
  /**
   * A new engine with a lease until `now + ttl`. Its number was never used before. It does the work of instances of the
   * definitions that it `offers`; a client offers none. A store that several machines share goes by its own clock.
   */
  readonly register: (now: number, ttl: number, offers?: ReadonlyArray<number>) => Effect.Effect<number, StoreError>
  /** Whether an engine whose lease has not run out offers this definition. */
  readonly isOffered: (definition: number, now: number) => Effect.Effect<boolean, StoreError>
  /**
   * False when the engine is gone: its lease had run out and its work may be somebody else's. With `offers`, these take
   * the place of what it offered.
   */
  readonly renew: (engine: number, now: number, ttl: number, offers?: ReadonlyArray<number>) => Effect.Effect<boolean, StoreError>
  /** Whether there is another engine whose lease has not run out. */
  readonly hasOthers: (engine: number, now: number) => Effect.Effect<boolean, StoreError>
  /** Gives the lease back: its work can be taken over at once. */
  readonly release: (engine: number) => Effect.Effect<void, StoreError>
}

/** Hearing what other engines announce. */
export interface WakePort {
  /** Calls `heard` with what engines on this store announce, its own engine among them or not, until the scope closes. */
  readonly listen: (heard: (announcement: Announcement) => void) => Effect.Effect<void, StoreError, Scope.Scope>
}

/** Transactions in which the work of a handler and the commit that records its result are one. */
export interface TransactionPort {
  /** All other commits wait while one is open: there is one connection. */
  readonly exclusive: boolean
  /** How many may be open at a time. */
  readonly limit: number
  /**
   * One transaction, called `name` in the messages of its statements: committed when `use` succeeds, rolled back when it fails or is interrupted. Fails with
   * `StoreOutcomeUnknown` where COMMIT was not answered: `LogPort.committed` says what became of it.
   */
  readonly run: <A, E>(name: string, use: (transaction: OpenTransaction) => Effect.Effect<A, E>) => Effect.Effect<A, E | StoreError>
}

export interface OpenTransaction {
  /** For the handler. Fails with a `TransactionError`: for each statement, once a batch has been written or the transaction has ended. */
  readonly sql: TransactionSql
  /** Writes a batch as `LogPort.commit` does, in this transaction: the last thing that happens in it. */
  readonly commit: (batch: CommitBatch) => Effect.Effect<CommitOutcome, StoreError>
}

export class Store extends Context.Service<
  Store,
  {
    readonly log: LogPort
    readonly instances: InstancePort
    readonly jobs: JobPort
    readonly timers: TimerPort
    readonly userTasks: UserTaskPort
    readonly incidents: IncidentPort
    readonly definitions: DefinitionPort
    readonly engines: EnginePort
    readonly wakes: WakePort
    readonly messages: MessagePort
    readonly subscriptions: SubscriptionPort
    readonly children: ChildPort
    readonly deliveries: DeliveryPort
    readonly schedules: SchedulePort
    /** Only where the store is an SQL database. */
    readonly transactions?: TransactionPort
  }
>()("@millrace/engine/Store") {}
