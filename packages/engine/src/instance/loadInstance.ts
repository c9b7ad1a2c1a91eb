/**
 * An instance from its rows: the snapshot, and the events after it.
 */
import { type AnyEvent, deepFreeze, type Json, referenceOf, StoredValue } from "@millrace/kernel"
import { Effect } from "effect"
import { EngineError } from "../EngineError.ts"
import type { Caller } from "../mail/Caller.ts"
import { messageOf } from "../messageOf.ts"
import type { LoadedModel, Registry } from "../models/Registry.ts"
import { isSealed } from "../store/encryption/Envelope.ts"
import type { InstanceRow, SnapshotRow } from "../store/Rows.ts"
import type { Store, StoredInstance } from "../store/Store.ts"
import { StoreError } from "../store/StoreError.ts"
import type { RowJob } from "./Hot.ts"

export interface Loaded {
  readonly row: InstanceRow
  readonly model: LoadedModel
  readonly caller: Caller | undefined
  readonly state: unknown
  readonly tailLength: number
  readonly snapshotLength: number
  readonly nextValue: number
  /** The large values that it refers to. */
  readonly values: Iterable<StoredValue>
  /** Open jobs that have rows, and whether an engine has taken them. */
  readonly rowJobs: ReadonlyMap<number, RowJob>
  /** The last commit says that there is more to do. */
  readonly unfinished: boolean
}

/** The rows of an instance cannot be read: it has to be put into quarantine. */
export interface Unreadable {
  readonly _tag: "Unreadable"
  readonly error: EngineError
  /** What the store said, if it was the store that could not read them: callers are told so. */
  readonly cause?: StoreError
}

/** Fails with `InstanceNotFound`, with `InstanceQuarantined` where it is in quarantine, or as `Unreadable`. */
export const loadInstance = Effect.fnUntraced(function* (store: Store["Service"], registry: Registry, key: number) {
  const stored = yield* Effect.catchIf(
    store.log.load(key, "referenced"),
    // A store that is damaged elsewhere too is left as it is.
    (error) => error.code === "StoreCorrupt" && error.instance !== undefined,
    (cause) =>
      Effect.flatMap(store.instances.byKey(key), (row) =>
        Effect.fail(row === undefined ? cause : ({ _tag: "Unreadable", error: corrupt(row, cause), cause } satisfies Unreadable)),
      ),
  )
  if (stored === undefined) return yield* new EngineError({ code: "InstanceNotFound", message: `No instance has the key ${key}.` })
  const { row, snapshot, tail } = stored
  if ((snapshot !== undefined && isSealed(snapshot.state)) || tail.some(({ events }) => isSealed(events)))
    return yield* encryptionMissing(row)
  if (row.quarantine !== null) {
    const { message } = JSON.parse(row.quarantine) as { readonly message: string }
    return yield* new EngineError({ code: "InstanceQuarantined", message, process: row.process, instance: row.id })
  }
  const model = yield* registry.load(row.definition)
  const caller = yield* callerOf(store, row)
  return yield* restored(stored, model, caller).pipe(
    Effect.catchDefect((cause) =>
      Effect.fail<Unreadable>({
        _tag: "Unreadable",
        error: new EngineError({
          code: "InstanceQuarantined",
          message:
            `Instance ${row.id} of ${row.process}@${row.version} could not be read back: ${reasonOf(cause)}. ` +
            "Its rows are damaged, or were written by a newer release. It takes no commands until its incident is retried.",
          process: row.process,
          instance: row.id,
        }),
      }),
    ),
  )
})

/** So many characters are read at a time, some milliseconds of work: others have their turn in between. */
const atATime = 200_000

/** Dies of what cannot be read. */
const restored = Effect.fnUntraced(function* (stored: StoredInstance, model: LoadedModel, caller: Caller | undefined) {
  const { row, snapshot, tail } = stored
  const { decider, compiled } = model
  const values = new Map(stored.values.map(({ id, text }) => [id, new StoredValue(id, text)]))
  const read = readerOf(values)
  const state = snapshot === undefined ? decider.initial(compiled) : yield* restoredSnapshot(snapshot, model, read)
  let last: AnyEvent | undefined
  let tailLength = 0
  let sinceTurn = 0
  for (const { events, format } of tail) {
    tailLength += events.length
    sinceTurn += events.length
    if (sinceTurn > atATime) {
      yield* Effect.yieldNow
      sinceTurn = events.length
    }
    for (const event of deepFreeze(read(events) as ReadonlyArray<AnyEvent>)) {
      last = format < decider.format ? decider.upcastEvent(event, format) : event
      decider.evolve(compiled, state, last)
    }
  }
  // What is sent to it is decided at once.
  if (sinceTurn > atATime / 2) yield* Effect.yieldNow
  return {
    row,
    model,
    caller,
    state,
    tailLength,
    snapshotLength: snapshot?.state.length ?? 0,
    nextValue: stored.lastValue + 1,
    values: values.values(),
    rowJobs: new Map(stored.jobs.map((job) => [job.id, job.owner === null ? "free" : "taken"])),
    unfinished: last?.type === "ContinueRequested",
  } satisfies Loaded
})

/** Each step of a large one in a turn of its own. */
const restoredSnapshot = Effect.fnUntraced(function* (
  { state, format }: SnapshotRow,
  { decider, compiled }: LoadedModel,
  read: (text: string) => unknown,
) {
  const pause = state.length > atATime ? Effect.yieldNow : Effect.void
  yield* pause
  const json = read(state) as Json
  yield* pause
  const snapshot = deepFreeze(decider.upcastSnapshot(json, format))
  yield* pause
  const restored = decider.restore(compiled, snapshot)
  yield* pause
  return restored
})

const callerOf = ({ instances }: Store["Service"], { parent, child }: InstanceRow): Effect.Effect<Caller | undefined, StoreError> =>
  parent === null
    ? Effect.succeed(undefined)
    : Effect.map(instances.byKey(parent), (row) => row && { key: parent, id: row.id, process: row.process, child: child ?? 0 })

const encryptionMissing = ({ id, process }: InstanceRow): StoreError =>
  new StoreError({
    code: "KeyMissing",
    message: `Instance ${id} of ${process} is encrypted, and the engine was opened without the option 'encryption': give it the keys. Nothing is lost meanwhile.`,
  })

/** What JSON says of a text that is none shows a part of it. */
const reasonOf = (cause: unknown): string => (cause instanceof SyntaxError ? "a text of it is no JSON" : messageOf(cause))

const corrupt = ({ id, process, version }: InstanceRow, { message }: StoreError): EngineError =>
  new EngineError({
    code: "InstanceQuarantined",
    message: `Instance ${id} of ${process}@${version} could not be read back: ${message} It takes no commands until its incident is retried.`,
    process,
    instance: id,
  })

/** Parses JSON text and puts the large values in the places of their references. */
const readerOf =
  (stored: ReadonlyMap<number, StoredValue>): ((text: string) => unknown) =>
  (text) =>
    // Where there are none, nothing is looked through. Measured: a reviver of `JSON.parse` takes five times as long.
    text.includes(anyReference) ? withValues(JSON.parse(text), stored) : JSON.parse(text)

const anyReference = '{"~value":'

const withValues = (json: unknown, stored: ReadonlyMap<number, StoredValue>): unknown => {
  if (typeof json !== "object" || json === null) return json
  const reference = referenceOf(json)
  if (reference !== undefined) {
    const value = stored.get(reference)
    if (value === undefined) throw new Error(`the value ${reference} is missing`)
    return value
  }
  const inside = json as Record<string, unknown>
  for (const key in inside) {
    const before = inside[key]
    const after = withValues(before, stored)
    if (after !== before) inside[key] = after
  }
  return json
}
