/**
 * A store in trouble: it answers some turns of the event loop late and out of order, refuses calls, and forgets to say
 * what became of them; commits fail in every way there is; announcements get lost.
 */
import { type Announcement, type CommitBatch, type Store, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import type { FaultKind, Storm } from "./Storm.ts"
import { tornBatch } from "./tornBatch.ts"
import { turns } from "./turns.ts"

export interface TroubleOptions {
  readonly storm: Storm
  /** Shares of all commits, from 0 to 1; together at most 1. */
  readonly commits: Partial<Record<FaultKind, number>>
  /** The share of all other calls that fail. */
  readonly calls: number
  /** The share of announcements that are lost, doubled or late. */
  readonly announcements: number
  /** The longest answer takes so many turns of the event loop. */
  readonly turns: number
  /** The longest late commit, in milliseconds. */
  readonly longest: number
  /** So many batches may be under way at a time. */
  readonly parallelism: number
  /** The store is one that can be torn. */
  readonly tears: boolean
  /** Called with what neither the engine nor the store must ever do. */
  readonly surprise: (message: string) => void
  /** Called with each batch that was written. */
  readonly written: (batch: CommitBatch) => void
}

export interface Trouble {
  readonly store: Store["Service"]
  /** Commits so far. */
  readonly commits: () => number
}

type Method = (...args: ReadonlyArray<never>) => Effect.Effect<unknown, StoreError>
type AnyPort = Record<string, Method | number>
type Commit = Store["Service"]["log"]["commit"]

/** Methods that write: their outcome may be unknown. */
const writing: ReadonlySet<string> = new Set(
  "reserve takeOver purge quarantine take put register renew release publish broadcast match giveBack expire remove putStarts advance".split(
    " ",
  ),
)

const fails = (code: StoreError["code"], message: string): Effect.Effect<never, StoreError> =>
  Effect.fail(new StoreError({ code, message }))

/** The store with the trouble that the storm brings. */
export const troubled = (inner: Store["Service"], options: TroubleOptions): Trouble => {
  const { storm, parallelism } = options
  const { random } = storm
  let commits = 0
  const landings = new Map<string, Promise<unknown>>()

  const write: Commit = (batch) =>
    Effect.suspend(() => {
      const keys = [...batch.starts, ...batch.advances].map(({ key }) => key)
      if (new Set(keys).size < keys.length) options.surprise(`Batch ${batch.id} has an instance twice: ${keys.join(", ")}.`)
      return Effect.tap(inner.log.commit(batch), () => Effect.sync(() => options.written(batch)))
    })
  /** Goes its own way: whoever asked has its answer already, and may be dead when it arrives. */
  const land = (batch: CommitBatch): void => {
    const landing = turns(1 + random.below(30))
      .then(() => Effect.runPromiseExit(write(batch)))
      .then(() => landings.delete(batch.id))
    landings.set(batch.id, landing)
  }
  const tear = (batch: CommitBatch): Effect.Effect<never, StoreError> =>
    Effect.gen(function* () {
      const torn = yield* Effect.exit(inner.log.commit(tornBatch(batch, random)))
      const seen = yield* inner.log.committed(batch.id, batch.log)
      if (torn._tag === "Success" || seen.length > 0)
        options.surprise(`Batch ${batch.id} was torn, and ${seen.length} of its instances are there.`)
      return yield* fails("StoreUnavailable", `The store stopped in the middle of batch ${batch.id}.`)
    })
  const commit: Commit = (batch) =>
    Effect.suspend(() => {
      commits++
      const unknown = fails("StoreOutcomeUnknown", `The answer of batch ${batch.id} was lost on its way.`)
      switch (storm.choose(options.commits)) {
        case "refused":
          return fails("StoreUnavailable", `The store did not take batch ${batch.id}: try it again.`)
        case "unwritable":
          return fails("StoreFailed", `There is a row in batch ${batch.id} that cannot be written.`)
        case "unknown":
          return Effect.andThen(write(batch), unknown)
        case "vanished":
          return unknown
        case "landing":
          land(batch)
          return unknown
        case "late":
          return Effect.delay(write(batch), 1 + random.below(options.longest))
        case "torn":
          return options.tears ? tear(batch) : write(batch)
        default:
          return write(batch)
      }
    })

  const pause = Effect.suspend(() => {
    const count = random.below(options.turns + 1)
    return count === 0 ? Effect.void : Effect.promise(() => turns(count))
  })
  const troubledCall = (name: string, call: Effect.Effect<unknown, StoreError>): Effect.Effect<unknown, StoreError> =>
    Effect.suspend(() => {
      const delayed = Effect.tap(Effect.andThen(pause, call), () => pause)
      if (name === "commit" || !storm.strikes("call", options.calls)) return delayed
      if (writing.has(name) && random.chance(0.5))
        return Effect.andThen(delayed, fails("StoreOutcomeUnknown", `The answer of ${name} was lost on its way.`))
      return Effect.andThen(pause, fails("StoreUnavailable", `The store did not answer ${name}: try it again.`))
    })
  const port = <Port>(methods: Port): Port =>
    Object.fromEntries(
      Object.entries(methods as AnyPort).map(([name, method]) => [
        name,
        typeof method === "number"
          ? method
          : (...args: ReadonlyArray<never>) =>
              troubledCall(
                name,
                Effect.suspend(() => method(...args)),
              ),
      ]),
    ) as Port
  const { log, instances, jobs, timers, userTasks, incidents, definitions, engines, wakes } = inner
  const { messages, subscriptions, children, deliveries, schedules } = inner
  const committed: Store["Service"]["log"]["committed"] = (id, rows) =>
    Effect.andThen(
      Effect.promise(async () => landings.get(id)),
      log.committed(id, rows),
    )
  return {
    store: {
      log: port({ ...log, parallelism, commit, committed }),
      instances: port(instances),
      jobs: port(jobs),
      timers: port(timers),
      userTasks: port(userTasks),
      incidents: port(incidents),
      messages: port(messages),
      subscriptions: port(subscriptions),
      children: port(children),
      deliveries: port(deliveries),
      schedules: port(schedules),
      definitions: port(definitions),
      engines: port(engines),
      wakes: { listen: (heard) => wakes.listen(troubledListener(heard, options)) },
    },
    commits: () => commits,
  }
}

const troubledListener =
  (heard: (announcement: Announcement) => void, { storm, announcements, turns: longest }: TroubleOptions) =>
  (announcement: Announcement): void => {
    const copies = storm.strikes("announcement", announcements) ? 2 * storm.random.below(2) : 1
    for (let copy = 0; copy < copies; copy++) void turns(storm.random.below(longest * 3 + 1)).then(() => heard(announcement))
  }
