/**
 * One instance under watch: its state, folded from the text of its log commit by commit, and everything that is told
 * of it elsewhere, held against that. It knows nothing of the engine's memory.
 */
import { isDeepStrictEqual } from "node:util"
import type { StoredInstance } from "@millrace/engine/store"
import type { AnyEvent, Decider, Json } from "@millrace/kernel"
import { type ProcessEvent, type ProcessGraph, type ProcessState, processKind } from "@millrace/process"
import { CompensationOracle } from "../decider/CompensationOracle.ts"
import { WaitsOfLog } from "../decider/WaitsOfLog.ts"
import { IndexMirror } from "./IndexMirror.ts"
import { readerOf } from "./StoredJson.ts"
import { compensates, type Written } from "./Written.ts"
import { type RowState, wakers } from "./wakers.ts"

/** A definition of the store, ready to fold its instances. */
export interface WatchedDefinition {
  readonly kind: string
  readonly graph: Json
  // biome-ignore lint/suspicious/noExplicitAny: a decider's own types are its own business
  readonly decider: Decider<any, any, any>
  readonly compiled: unknown
}

/** States with more open waits than this are looked at once for so many events, so that a commit costs what it changes. */
const eachCommitUpTo = 200

/** An event of a log, and the state before it. */
export interface WatchedEvent {
  readonly instance: string
  readonly event: AnyEvent
  readonly decider: Decider
  readonly compiled: unknown
  readonly state: unknown
}

export class WatchedInstance {
  readonly id: string
  readonly #definition: WatchedDefinition
  readonly #state: unknown
  readonly #waits = new WaitsOfLog()
  readonly #rows = new IndexMirror()
  readonly #values = new Map<number, { readonly id: number; readonly text: string }>()
  readonly #compensation: CompensationOracle | undefined
  readonly #onEvent: (event: WatchedEvent) => void
  #row: RowState
  #continuing = false
  /** Another instance called it: it may compensate it after its end. */
  #isCalled = false
  /** It has ended, and is being compensated. */
  #isUndone = false
  #eventsSinceLook = 0

  constructor(id: string, definition: WatchedDefinition, onEvent: (event: WatchedEvent) => void) {
    this.#onEvent = onEvent
    this.id = id
    this.#definition = definition
    this.#state = definition.decider.initial(definition.compiled)
    this.#compensation = definition.kind === processKind ? new CompensationOracle(definition.graph as never as ProcessGraph) : undefined
    this.#row = { seq: 0, status: "active", owner: null, endedAt: null, result: null }
  }

  /** The commit it stands at. */
  get seq(): number {
    return this.#row.seq
  }

  get hasEnded(): boolean {
    return this.#row.status !== "active" && this.#row.status !== "terminating"
  }

  /** Nothing more can follow. */
  get isOver(): boolean {
    return this.hasEnded && !this.#isCalled
  }

  /** Takes the next commit, or rows that were written beside the log; gives what is wrong with it. */
  write(written: Written): ReadonlyArray<string> {
    const flaws: Array<string> = []
    for (const { id, text } of written.values) {
      if (this.#values.has(id)) flaws.push(`value ${id} was written a second time`)
      this.#values.set(id, { id, text })
    }
    this.#rows.write(written)
    const row = written.start ?? written.advance
    if (row === undefined) return flaws
    if (written.start !== undefined) this.#isCalled = written.start.parent !== null
    const goesOn = this.#isUndone || (this.#isCalled && compensates(written))
    if (this.hasEnded && !goesOn) flaws.push(`it has ended, and commit ${row.seq} followed`)
    this.#row = row
    if (written.log === undefined) flaws.push(`commit ${row.seq} has no events`)
    else flaws.push(...this.#fold(written.log.events, written.log.format, written.log.seq))
    if (written.snapshot !== undefined) flaws.push(...this.#compareSnapshot(written.snapshot.state))
    if (this.#lookIsDue()) flaws.push(...this.#look())
    return flaws
  }

  /** Holds what the store gives when the instance is loaded against what was written. */
  compare(stored: StoredInstance, rows: Pick<IndexMirror, (typeof kinds)[number]>): ReadonlyArray<string> {
    const { decider, compiled } = this.#definition
    const flaws = [...this.#look()]
    const read = readerOf(stored.values)
    const loaded =
      stored.snapshot === undefined
        ? decider.initial(compiled)
        : decider.restore(compiled, decider.upcastSnapshot(read(stored.snapshot.state) as Json, stored.snapshot.format))
    for (const { events, format } of stored.tail)
      for (const event of eventsOf(decider, read, events, format)) decider.evolve(compiled, loaded, event)
    if (!isDeepStrictEqual(plain(decider, loaded), plain(decider, this.#state)))
      flaws.push("loading it gives another state than folding its log")
    const { status, seq, endedAt, result } = stored.row
    const { status: ownStatus, seq: ownSeq, endedAt: ownEnd, result: ownResult } = this.#row
    if (!isDeepStrictEqual([status, seq, endedAt, result], [ownStatus, ownSeq, ownEnd, ownResult]))
      flaws.push("its row is not what was written")
    for (const kind of kinds)
      if (!isDeepStrictEqual(sorted(rows[kind]), sorted(this.#rows[kind])))
        flaws.push(`the rows of its ${kind} are not those that were written`)
    const jobs = stored.jobs.map(({ id }) => id)
    if (
      !isDeepStrictEqual(
        jobs,
        [...this.#rows.jobs.keys()].sort((a, b) => a - b),
      )
    )
      flaws.push("the rows of its jobs are not those that were written")
    return flaws
  }

  #fold(text: string, format: number, seq: number): ReadonlyArray<string> {
    const { decider, compiled } = this.#definition
    const flaws = seq === this.#row.seq ? [] : [`commit ${this.#row.seq} has the log row ${seq}`]
    this.#continuing = false
    for (const event of eventsOf(decider, readerOf(this.#values.values()), text, format)) {
      this.#eventsSinceLook++
      this.#continuing = event.type === "ContinueRequested"
      if (event.type === "InstanceCompensationStarted") this.#isUndone = true
      if (event.type === "InstanceCompensated") this.#isUndone = false
      flaws.push(...this.#waits.follow(event))
      flaws.push(...(this.#compensation?.follow(event as ProcessEvent) ?? []))
      this.#onEvent({ instance: this.id, event, decider, compiled, state: this.#state })
      decider.evolve(compiled, this.#state, event)
    }
    const status = decider.status(this.#state)
    if (status !== this.#row.status) flaws.push(`its row says that it is ${this.#row.status}, and its log that it is ${status}`)
    return flaws
  }

  /** The state as the engine has it in memory: values in it are the parse of what was committed. */
  #compareSnapshot(text: string): ReadonlyArray<string> {
    return isDeepStrictEqual(JSON.parse(text), plain(this.#definition.decider, this.#state))
      ? []
      : ["its snapshot is not the state that its log gives"]
  }

  #lookIsDue(): boolean {
    return this.hasEnded || this.#waits.size <= eachCommitUpTo || this.#eventsSinceLook > this.#waits.size
  }

  *#look(): Iterable<string> {
    const { decider, compiled } = this.#definition
    this.#eventsSinceLook = 0
    yield* decider.violations?.(compiled, this.#state) ?? []
    const isVoid = (task: number): boolean => decider.describeUserTask(compiled, this.#state, task) === undefined
    yield* wakers(this.#row, this.#continuing, this.#waits, decider.open(this.#state), this.#rows, isVoid)
    if (this.#compensation !== undefined) yield* this.#compensation.compare(this.#state as ProcessState)
    const { endedAt, result, owner, status } = this.#row
    if (this.hasEnded !== (endedAt !== null) || this.hasEnded !== (result !== null))
      yield `its row says that it is ${status}, ended at ${endedAt} with ${result}`
    if (this.#isUndone) return
    if (this.hasEnded && owner !== null) yield `it has ended, and engine ${owner} has its work`
    if (this.hasEnded && this.#rows.size > 0) yield "it has ended, and there are rows of it in the indexes"
  }
}

/** Rows that the store can be asked for. */
const kinds = ["timers", "userTasks", "incidents", "subscriptions", "children"] as const

const sorted = (rows: ReadonlyMap<number, unknown>): ReadonlyArray<unknown> => [...rows].sort(([a], [b]) => a - b)

// biome-ignore lint/suspicious/noExplicitAny: a decider's own types are its own business
const plain = (decider: Decider<any, any, any>, state: unknown): unknown => JSON.parse(JSON.stringify(decider.snapshot(state)))

function* eventsOf(
  // biome-ignore lint/suspicious/noExplicitAny: a decider's own types are its own business
  decider: Decider<any, any, any>,
  read: (text: string) => unknown,
  text: string,
  format: number,
): Iterable<AnyEvent> {
  for (const event of read(text) as ReadonlyArray<AnyEvent>) yield format < decider.format ? decider.upcastEvent(event, format) : event
}
