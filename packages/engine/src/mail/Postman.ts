/**
 * Brings deliveries to their instances, each as a command whose commit takes it: so nothing arrives twice, and what a
 * crash interrupts is brought again. One engine has each under way once at most; what is for one instance is brought in
 * the order in which it was sent. What cannot be brought now is held back, and nothing else waits for it.
 */
import { Effect, Exit } from "effect"
import { Alarm } from "../Alarm.ts"
import { Holds } from "../collections/Holds.ts"
import { storeErrorOf } from "../commit/GroupCommit.ts"
import { EngineError } from "../EngineError.ts"
import type { Answer, Submission, Taking } from "../instance/Hot.ts"
import { retryAfter } from "../instance/Refusals.ts"
import type { DeliveryRow, InstanceRow } from "../store/Rows.ts"
import type { Store } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"
import { Begins } from "./Begins.ts"
import { commandOf } from "./commandOf.ts"
import { findTarget } from "./findTarget.ts"
import { type Birth, Nursery, type NurseryHost } from "./Nursery.ts"
import { Removals } from "./Removals.ts"

/** How many deliveries are read at a time, and how many are under way at most. */
const pageSize = 500
const mostUnderWay = 1000

/** How many are brought at once, fewer where they are large: then others have their turn, and what was decided is committed. */
const atOnce = 50
const charactersAtOnce = 500_000

/** How often the store may refuse what follows from a delivery, until its instance is put into quarantine. */
const mostRefusals = 3

export interface PostmanHost extends NurseryHost {
  readonly store: Store["Service"]
  /** The ids of definitions whose instances this engine does the work of. */
  readonly processes: () => ReadonlyArray<string>
  /** Other engines may be there, and know what this one does not. */
  readonly isShared: () => boolean
  readonly leaseTime: number
  /** Sees to it that what is in memory of an instance is what the store has. */
  readonly freshen: (key: number, then: (known: boolean) => void) => void
  readonly quarantine: (key: number, error: EngineError) => void
  /** Messages of this name can be given to others. */
  readonly gaveBack: (name: string) => void
  /** Has other engines look at a delivery that was for the wrong ones. */
  readonly forward: (row: DeliveryRow, to: InstanceRow) => Effect.Effect<unknown, StoreError>
}

const reading = "messages between instances could not be read"

export class Postman {
  readonly #host: PostmanHost
  readonly #nursery: Nursery
  readonly #removals: Removals
  readonly #begins: Begins
  readonly #holds = new Holds()
  readonly #alarm: Alarm
  readonly #underWay = new Set<number>()
  /** What is under way to instances that are known by their ids only: one after another. */
  readonly #queues = new Map<string, Array<DeliveryRow>>()
  /** Processes that nobody seemed to know, and since when. */
  readonly #unknown = new Map<string, number>()
  /** What was dealt with while deliveries were read: it may be among them. */
  readonly #dealtWith = new Set<number>()
  #scheduled = false
  #looking = false
  #again = false
  /** There is more than may be under way. */
  #more = false
  /** How far the look at what is for other engines has come. */
  #around = 0
  #stopped = false

  constructor(host: PostmanHost) {
    this.#host = host
    this.#nursery = new Nursery(host)
    this.#removals = new Removals(host.store.deliveries, host.runtime)
    this.#begins = new Begins(host.store.deliveries, host.runtime)
    this.#alarm = new Alarm(host.runtime, () => this.look())
  }

  get busy(): boolean {
    return this.#scheduled || this.#looking || this.#underWay.size > 0
  }

  /** There may be deliveries. */
  look(): void {
    if (this.#stopped || this.#scheduled || (this.#more && this.#underWay.size > mostUnderWay / 2)) return
    this.#scheduled = true
    // What else is told of in this turn goes along.
    queueMicrotask(() => {
      this.#scheduled = false
      if (!this.#stopped) this.#run(this.#bring())
    })
  }

  /** The same; and looks, bit by bit, for what no engine can bring. */
  sweep(): void {
    if (!this.#stopped) this.#run(Effect.andThen(this.#bring(), this.#lookAround()))
  }

  /** Instances that were in quarantine are not any more. */
  release(key: number): void {
    this.#holds.release(targetOfKey(key))
    this.look()
  }

  stop(): void {
    this.#stopped = true
    this.#alarm.stop()
  }

  #run(round: Effect.Effect<void, StoreError>): void {
    if (this.#looking) {
      this.#again = true
      return
    }
    this.#looking = true
    this.#again = false
    this.#host.runtime.run(round, (exit) => {
      this.#looking = false
      if (this.#stopped) return
      if (Exit.isFailure(exit)) {
        this.#host.runtime.troubles.met(reading, storeErrorOf(exit.cause))
        this.#alarm.set(this.#host.runtime.now() + retryAfter)
        return
      }
      this.#host.runtime.troubles.overcame(reading)
      if (this.#again) this.look()
    })
  }

  /** Brings whatever may be under way; from the first one each time, since an earlier one may have become visible later. */
  readonly #bring = Effect.fnUntraced(function* (this: Postman) {
    const processes = [...new Set([...this.#host.processes(), ...this.#unknown.keys()])]
    this.#more = false
    for (let after = 0; ; ) {
      this.#dealtWith.clear()
      const rows = yield* this.#host.store.deliveries.due({ after, limit: pageSize, processes })
      let left = atOnce
      for (const row of rows) {
        after = row.id
        if (this.#underWay.has(row.id) || this.#dealtWith.has(row.id) || this.#holds.has(targetOf(row), this.#host.runtime.now())) continue
        if (this.#underWay.size >= mostUnderWay) {
          this.#more = true
          return
        }
        this.#underWay.add(row.id)
        this.#dispatch(row)
        left -= 1 + (row.payload.length * atOnce) / charactersAtOnce
        if (left > 0) continue
        yield* nextTurn
        left = atOnce
      }
      if (rows.length < pageSize || this.#stopped) return
    }
  })

  /** A page of everybody's deliveries each time: callers that wait for what no engine knows are told. */
  readonly #lookAround = Effect.fnUntraced(function* (this: Postman) {
    const rows = yield* this.#host.store.deliveries.due({ after: this.#around, limit: pageSize })
    this.#around = rows.length < pageSize ? 0 : (rows.at(-1)?.id ?? 0)
    for (const row of rows) if (row.kind === "child" && !this.#nursery.isKnown(row)) this.suspect(row.process)
  })

  /** A process is called that nobody may know. */
  suspect(process: string): void {
    const { processes, registry, runtime } = this.#host
    if (this.#unknown.has(process) || processes().includes(process) || registry.stored.some(({ id }) => id === process)) return
    this.#unknown.set(process, runtime.now())
    this.look()
  }

  #dispatch(row: DeliveryRow): void {
    if (row.key !== null) this.#bringTo(row.key, row)
    else {
      const target = targetOf(row)
      const queue = this.#queues.get(target)
      if (queue !== undefined) queue.push(row)
      else {
        this.#queues.set(target, [row])
        this.#bringByName(row)
      }
    }
  }

  #bringByName(row: DeliveryRow): void {
    if (row.kind === "child" || row.kind === "start") {
      const taking = this.#takingOf(row)
      this.#nursery.begin(row, taking, (birth) => this.#born(row, taking, birth))
      return
    }
    const { runtime, store } = this.#host
    runtime.run(findTarget(store, this.#begins, row), (exit) => {
      // Where it has not begun: what begins it comes first.
      if (Exit.isFailure(exit) || exit.value === "pending") this.#hold(row)
      else if (exit.value !== "never") this.#bringTo(exit.value.key, row, exit.value)
      else if (row.kind === "compensate") this.#undidNothing(row)
      else this.#remove(row)
    })
  }

  /** What never began has nothing to undo. */
  #undidNothing(row: DeliveryRow): void {
    const { runtime, store } = this.#host
    runtime.run(store.instances.byId(row.source), (exit) => {
      if (Exit.isFailure(exit)) this.#hold(row)
      else if (exit.value === undefined) this.#remove(row)
      else this.#bringTo(exit.value.key, { ...row, kind: "compensated" })
    })
  }

  #takingOf(row: DeliveryRow): Taking {
    return { delivery: row.id, taken: false, gone: () => this.#over(row, true) }
  }

  /**
   * `instance` where it was looked up by its id: engines with its code may be others than those with its caller's.
   * `command` where the delivery becomes another one than it says.
   */
  #bringTo(key: number, row: DeliveryRow, instance?: InstanceRow, command: Submission["command"] = commandOf(row)): void {
    const bring = (isFresh: boolean) => {
      const taking = this.#takingOf(row)
      const reply = (answer: Answer) => {
        if (answer === "accepted") this.#accepted(row, taking)
        else if (answer._tag !== "Rejection") this.#refused(row, answer, key, instance)
        // What is in memory may be older than the store.
        else if (isFresh) this.#rejected(row)
        else this.#host.freshen(key, (known) => (known ? bring(true) : this.#hold(row)))
      }
      this.#host.instances.send(key, { command, internal: false, taking, reply })
    }
    bring(false)
  }

  /** What changed nothing was committed nowhere. */
  #accepted(row: DeliveryRow, taking: Taking): void {
    // It may have been waited for.
    if (this.#holds.release(targetOf(row))) this.look()
    if (taking.taken) this.#over(row, false)
    else this.#remove(row)
  }

  /** Nobody waits for it any more. */
  #rejected(row: DeliveryRow): void {
    const { runtime, store, gaveBack } = this.#host
    if (row.kind !== "message") {
      this.#remove(row)
      return
    }
    runtime.run(store.messages.giveBack(row), (exit) => {
      if (Exit.isFailure(exit)) return this.#hold(row)
      this.#over(row, false)
      gaveBack(row.name)
    })
  }

  #refused(row: DeliveryRow, error: EngineError | StoreError, key: number, instance: InstanceRow | undefined): void {
    const { quarantine, forward, runtime, store } = this.#host
    if (error.code === "InstanceNotFound") this.#rejected(row)
    else if (error.code === "CodeNotHere" && instance !== undefined && instance.process !== row.process)
      runtime.run(forward(row, instance), (exit) => (Exit.isSuccess(exit) ? this.#over(row, false) : this.#hold(row)))
    else {
      if (this.#isPoison(row, error))
        runtime.run(store.instances.byKey(key), (exit) => {
          if (Exit.isSuccess(exit) && exit.value !== undefined) quarantine(key, poisonous(row, error, exit.value))
        })
      this.#hold(row, error.code === "StoreFailed")
    }
  }

  /** The store takes everything but what follows from this. */
  #isPoison(row: DeliveryRow, { code }: EngineError | StoreError): boolean {
    return code === "StoreFailed" && this.#holds.refusals(targetOf(row)) >= mostRefusals - 1
  }

  #born(row: DeliveryRow, taking: Taking, birth: Birth): void {
    if (birth.is === "impossible") this.#failChild(row, birth.reason)
    else if (birth.is === "unknown") this.#askAround(row, birth.reason)
    else if (birth.answer === "accepted") this.#accepted(row, taking)
    else if (birth.answer.code === "InstanceConflict") this.#twin(row, birth.answer)
    // Trying again would not help.
    else if (birth.answer._tag === "Rejection" || birth.answer.code === "InstanceQuarantined" || this.#isPoison(row, birth.answer))
      this.#stillborn(row, birth.answer)
    else this.#hold(row, birth.answer.code === "StoreFailed")
  }

  /** An instance of this name is there: it began by this delivery, or somebody else took the name. */
  #twin(row: DeliveryRow, error: { readonly message: string }): void {
    const { runtime, store } = this.#host
    runtime.run(store.instances.byId(row.instance ?? ""), (exit) => {
      if (Exit.isFailure(exit)) return this.#hold(row)
      const twin = exit.value
      const isIt = twin !== undefined && twin.process === row.process && twin.parent === row.parent
      if (isIt && twin.child === (row.kind === "child" ? row.ref : null)) this.#remove(row)
      else this.#stillborn(row, error)
    })
  }

  /** It cannot begin. Who calls it is told; where nobody does, operators are. */
  #stillborn(row: DeliveryRow, { message }: { readonly message: string }): void {
    if (row.kind === "child") {
      this.#failChild(row, message)
      return
    }
    this.#host.runtime.warn(`${row.instance} of ${row.process} could not begin by ${row.source}: ${message}`, { code: "StartFailed" })
    this.#remove(row)
  }

  #failChild(row: DeliveryRow, reason: string): void {
    const fault = { code: "ChildNotStarted", message: reason } as const
    this.#bringTo(row.parent ?? 0, row, undefined, (now) => ({ type: "FailChild", child: row.ref, failure: { fault }, now }))
  }

  /** Other engines may be about to open with it. */
  #askAround(row: DeliveryRow, reason: string): void {
    const { registry, runtime, isShared, leaseTime } = this.#host
    const since = this.#unknown.get(row.process) ?? runtime.now()
    this.#unknown.set(row.process, since)
    runtime.run(registry.refresh(), (exit) => {
      if (Exit.isFailure(exit)) return this.#hold(row)
      if (this.#nursery.isKnown(row)) {
        this.#unknown.delete(row.process)
        this.#hold(row)
      } else if (isShared() && since + leaseTime > runtime.now()) this.#hold(row)
      else this.#failChild(row, reason)
    })
  }

  #remove(row: DeliveryRow): void {
    this.#holds.release(targetOf(row))
    this.#removals.add(row.id, (removed) => (removed ? this.#over(row, false) : this.#hold(row)))
  }

  /** Later, with all that is for the same instance. */
  #hold(row: DeliveryRow, refused = false): void {
    const target = targetOf(row)
    this.#alarm.set(this.#holds.hold(target, this.#host.runtime.now(), refused))
    for (const later of this.#queues.get(target) ?? []) this.#underWay.delete(later.id)
    this.#queues.delete(target)
    this.#underWay.delete(row.id)
    this.#goOn()
  }

  /** It is not under way any more: it was dealt with, or is looked at anew. */
  #over(row: DeliveryRow, lookAnew: boolean): void {
    this.#underWay.delete(row.id)
    if (this.#looking && !lookAnew) this.#dealtWith.add(row.id)
    // Whoever began waits for them, or they begin something themselves.
    if (!lookAnew) for (const name of this.#nursery.behind(row)) this.#host.gaveBack(name)
    if (row.key === null) {
      const target = targetOf(row)
      const queue = this.#queues.get(target)
      queue?.shift()
      const next = queue?.[0]
      if (next !== undefined) this.#bringByName(next)
      else this.#queues.delete(target)
    }
    if (lookAnew) this.look()
    else this.#goOn()
  }

  #goOn(): void {
    if (this.#more && this.#underWay.size <= mostUnderWay / 2) this.look()
  }
}

const nextTurn = Effect.callback<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})

const targetOfKey = (key: number): string => `#${key}`

/** Whom it is for. */
const targetOf = ({ key, instance }: DeliveryRow): string => (key === null ? (instance ?? "") : targetOfKey(key))

const poisonous = ({ kind, source }: DeliveryRow, { message }: StoreError | EngineError, { id, process }: InstanceRow): EngineError =>
  new EngineError({
    code: "InstanceQuarantined",
    message: `What follows for instance ${id} of ${process} from a delivery (${kind} from ${source}) cannot be written: ${message} The instance takes no commands until its incident is retried.`,
    process,
    instance: id,
  })
