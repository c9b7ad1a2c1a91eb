/**
 * What one commit of one instance writes, and what follows from it. Most commits write events and nothing else: the
 * rest is made when it is first needed.
 */
import type { AnyEvent, JobDescription, StoredValue } from "@millrace/kernel"
import { FewMap } from "../collections/FewMap.ts"
import { CommitMail, type MailSink } from "../mail/CommitMail.ts"
import type {
  ChildRow,
  IncidentRow,
  InstanceRow,
  InstanceRowStatus,
  JobRow,
  RowRef,
  SubscriptionRow,
  TimerRow,
  UserTaskChange,
  UserTaskRow,
  ValueRow,
} from "../store/Rows.ts"
import type { Answer, Hot, Letter } from "./Hot.ts"
import { RowBuffer } from "./RowBuffer.ts"

/** How an instance ended. */
export interface Ending {
  readonly status: Exclude<InstanceRowStatus, "active" | "terminating">
  /** JSON text of the output, the error or the reason. */
  readonly result: string
}

/** Where rows are collected for a batch. */
export interface RowSink extends MailSink {
  readonly values: Array<ValueRow>
  readonly jobs: { readonly insert: Array<JobRow>; readonly delete: Array<RowRef> }
  readonly timers: { readonly insert: Array<TimerRow>; readonly delete: Array<RowRef> }
  readonly userTasks: { readonly insert: Array<UserTaskRow>; readonly update: Array<UserTaskChange>; readonly delete: Array<RowRef> }
  readonly incidents: { readonly insert: Array<IncidentRow>; readonly delete: Array<RowRef> }
  readonly subscriptions: { readonly insert: Array<SubscriptionRow>; readonly delete: Array<RowRef> }
  readonly children: { readonly insert: Array<ChildRow>; readonly delete: Array<RowRef> }
}

export class PendingCommit {
  readonly hot: Hot
  readonly expected: number
  readonly seq: number
  readonly at: number
  /** The new instance, when this is its first commit. */
  readonly start: InstanceRow | undefined
  readonly events: Array<AnyEvent>
  readonly answers: Array<{ readonly letter: Letter; readonly answer: Answer }> = []
  /** Jobs to hand out when the commit is durable. */
  readonly dispatches = new FewMap<JobDescription>()
  ending: Ending | undefined
  #cancelled: Array<number> | undefined
  #values: Array<StoredValue> | undefined
  #jobs: RowBuffer<JobRow> | undefined
  #timers: RowBuffer<TimerRow> | undefined
  #userTasks: RowBuffer<UserTaskRow> | undefined
  #userTaskChanges: Map<number, UserTaskChange> | undefined
  #incidents: RowBuffer<IncidentRow> | undefined
  #subscriptions: RowBuffer<SubscriptionRow> | undefined
  #children: RowBuffer<ChildRow> | undefined
  #mail: CommitMail | undefined

  /** Job rows were written that are free and due: nobody here has taken them. */
  leavesWork = false
  /** Another engine does jobs of this instance, and may have to stop some. */
  concernsOthers = false

  /** Takes over the events that were decided first. */
  constructor(hot: Hot, at: number, events: Array<AnyEvent>) {
    this.hot = hot
    this.events = events
    this.expected = hot.seq
    this.seq = hot.seq + 1
    this.at = at
    this.start = hot.seq === 0 ? { ...hot.row, seq: 1 } : undefined
  }

  /** Large values that events refer to. */
  addValue(value: StoredValue): void {
    this.#values ??= []
    this.#values.push(value)
  }

  /** The handler of this job is to stop. */
  cancelJob(job: number): void {
    this.#cancelled ??= []
    this.#cancelled.push(job)
  }

  get cancelledJobs(): ReadonlyArray<number> {
    return this.#cancelled ?? []
  }

  get jobs(): RowBuffer<JobRow> {
    this.#jobs ??= new RowBuffer()
    return this.#jobs
  }
  get timers(): RowBuffer<TimerRow> {
    this.#timers ??= new RowBuffer()
    return this.#timers
  }
  get userTasks(): RowBuffer<UserTaskRow> {
    this.#userTasks ??= new RowBuffer()
    return this.#userTasks
  }
  get userTaskChanges(): Map<number, UserTaskChange> {
    this.#userTaskChanges ??= new Map()
    return this.#userTaskChanges
  }
  get incidents(): RowBuffer<IncidentRow> {
    this.#incidents ??= new RowBuffer()
    return this.#incidents
  }

  get subscriptions(): RowBuffer<SubscriptionRow> {
    this.#subscriptions ??= new RowBuffer()
    return this.#subscriptions
  }
  get children(): RowBuffer<ChildRow> {
    this.#children ??= new RowBuffer()
    return this.#children
  }
  get mail(): CommitMail {
    this.#mail ??= new CommitMail()
    return this.#mail
  }
  /** The same, where there is any. */
  get anyMail(): CommitMail | undefined {
    return this.#mail
  }

  /** Whether user tasks open with it. */
  get opensUserTasks(): boolean {
    return this.#userTasks?.inserts()[Symbol.iterator]().next().done === false
  }

  /** When the first of the timers and free jobs of this commit is due. */
  nextDue(): number | undefined {
    let next = Number.POSITIVE_INFINITY
    for (const { due } of this.#timers?.inserts() ?? []) next = Math.min(next, due)
    for (const { due, owner } of this.#jobs?.inserts() ?? []) if (owner === null) next = Math.min(next, due)
    return next === Number.POSITIVE_INFINITY ? undefined : next
  }

  /** Adds the rows of this commit to those of a batch. */
  writeTo(sink: RowSink): void {
    const { key } = this.hot
    for (const { id, text } of this.#values ?? []) sink.values.push({ key, id, text })
    this.#jobs?.writeTo(key, sink.jobs.insert, sink.jobs.delete)
    this.#timers?.writeTo(key, sink.timers.insert, sink.timers.delete)
    this.#userTasks?.writeTo(key, sink.userTasks.insert, sink.userTasks.delete)
    for (const change of this.#userTaskChanges?.values() ?? []) sink.userTasks.update.push(change)
    this.#incidents?.writeTo(key, sink.incidents.insert, sink.incidents.delete)
    this.#subscriptions?.writeTo(key, sink.subscriptions.insert, sink.subscriptions.delete)
    this.#children?.writeTo(key, sink.children.insert, sink.children.delete)
    this.#mail?.writeTo(key, sink)
  }
}
