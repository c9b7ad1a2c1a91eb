/**
 * A store under watch: after each commit, whatever has to hold of the instances in it is looked at, from the text
 * that was committed and from nothing else. Stands before any store.
 */
import type { CommitBatch, CommitOutcome, DefinitionRow, RowRef, Store, StoreError } from "@millrace/engine/store"
import type { CompileOptions, Decider, Json } from "@millrace/kernel"
import { processDecider } from "@millrace/process"
import { Effect, Exit } from "effect"
import { mailFlaws } from "./mailFlaws.ts"
import { readBack } from "./readBack.ts"
import { type WatchedDefinition, type WatchedEvent, WatchedInstance } from "./WatchedInstance.ts"
import { type Written, writtenBy } from "./Written.ts"

export interface CheckOptions {
  /** Deciders beside that of processes, and others in its place. */
  // biome-ignore lint/suspicious/noExplicitAny: a decider's own types are its own business
  readonly deciders?: ReadonlyArray<Decider<any, any, any>>
  /** Elements and languages that plugins bring. */
  readonly elements?: CompileOptions["elements"]
  readonly languages?: CompileOptions["languages"]
  /** Called with each sentence about what does not hold. */
  readonly onViolation?: (sentence: string) => void
  /** Called with each event that was committed, before the state that is folded here changes by it. */
  readonly onEvent?: (event: WatchedEvent) => void
  /** An instance is read back from the store after so many of its commits, and after its last one; 16 where it is left out. */
  readonly readBackEvery?: number
}

export interface CheckedStore {
  readonly store: Store["Service"]
  /** What did not hold so far, in sentences that name the instance. */
  readonly violations: ReadonlyArray<string>
  /** Reads every instance that has not ended back, and holds it against what was written; and what is between instances against both. To be asked while nothing is under way. */
  readonly readAllBack: Effect.Effect<void, StoreError>
}

const noBindings: CompileOptions["bindings"] = { handlers: new Map(), code: new Map(), codecs: new Map() }

export const checked = (inner: Store["Service"], options: CheckOptions = {}): CheckedStore => {
  const { elements = [], languages = [], readBackEvery = 16 } = options
  const deciders = new Map([processDecider, ...(options.deciders ?? [])].map((decider) => [decider.kind, decider]))
  const definitions = new Map<number, WatchedDefinition | undefined>()
  const watched = new Map<number, WatchedInstance>()
  /** Instances that are not followed: of a kind that is not known here, in the store from before, or lost sight of. */
  const unwatched = new Set<number>()
  /** The ids of those that have ended. */
  const ended = new Map<number, string>()
  /** Commits whose predecessor has not been seen yet, by key and number. */
  const early = new Map<number, Map<number, Written>>()
  const violations: Array<string> = []

  const report = (id: string, sentences: Iterable<string>): void => {
    for (const sentence of sentences) {
      violations.push(`${id}: ${sentence}`)
      options.onViolation?.(`${id}: ${sentence}`)
    }
  }
  const learn = (row: DefinitionRow): void => {
    if (definitions.has(row.key)) return
    const { kind, id, version, digest } = row
    const decider = deciders.get(kind)
    const graph = JSON.parse(row.graph) as Json
    const definition = { kind, id, version, digest, graph }
    definitions.set(
      row.key,
      decider && { kind, graph, decider, compiled: decider.compile(definition, { bindings: noBindings, languages, elements }) },
    )
  }

  const begin = ({ key, start }: Written): WatchedInstance | undefined => {
    const definition = start === undefined ? undefined : definitions.get(start.definition)
    if (start === undefined || definition === undefined) {
      unwatched.add(key)
      return undefined
    }
    const instance = new WatchedInstance(start.id, definition, options.onEvent ?? (() => {}))
    watched.set(key, instance)
    return instance
  }

  /** Takes what was written of an instance, in the order of its commits; gives those that have to be read back. */
  const take = (written: Written): boolean => {
    const { key } = written
    const over = ended.get(key)
    if (over !== undefined) report(over, belated(written))
    if (over !== undefined || unwatched.has(key)) return false
    const instance = watched.get(key) ?? (written.advance === undefined ? begin(written) : undefined)
    const seq = written.start?.seq ?? written.advance?.seq
    if (seq !== undefined && seq !== (instance?.seq ?? 0) + 1) {
      // Another engine's commit came before, and is not told of yet.
      const later = early.get(key) ?? new Map<number, Written>()
      early.set(key, later.set(seq, written))
      return false
    }
    if (instance === undefined) return false
    try {
      report(instance.id, instance.write(written))
    } catch (cause) {
      report(instance.id, [`its log cannot be folded: ${cause instanceof Error ? cause.message : String(cause)}`])
      unwatched.add(key)
    }
    const next = early.get(key)?.get(instance.seq + 1)
    early.get(key)?.delete(instance.seq + 1)
    const due = instance.hasEnded || instance.seq % readBackEvery === 0
    return (next !== undefined && take(next)) || due
  }

  const note = (batch: CommitBatch, outcome: CommitOutcome): ReadonlyArray<number> =>
    writtenBy(batch, outcome).flatMap((written) => (take(written) ? written.key : []))

  /** Nobody knows what became of it: from here on these instances cannot be followed. */
  const lostSight = (batch: CommitBatch): void => {
    for (const { key } of [...batch.starts, ...batch.advances]) forget(key)
  }
  const forget = (key: number): void => {
    unwatched.add(key)
    watched.delete(key)
    early.delete(key)
  }

  const compare = (key: number): Effect.Effect<void, StoreError> =>
    Effect.suspend(() => {
      const instance = watched.get(key)
      if (instance === undefined) return Effect.void
      return Effect.map(readBack(inner, key, instance.id), (found) => {
        // Somebody went on with it meanwhile: the next time then.
        if (watched.get(key) !== instance || found?.stored.row.seq !== instance.seq) return
        if (found.stored.row.quarantine === null) report(instance.id, instance.compare(found.stored, found.rows))
        if (!instance.isOver) return
        watched.delete(key)
        ended.set(key, instance.id)
      })
    })

  const noted = (batch: CommitBatch, exit: Exit.Exit<CommitOutcome, StoreError>): Effect.Effect<void> => {
    if (Exit.isFailure(exit)) {
      const refused = exit.cause.reasons.every((reason) => reason._tag === "Fail" && reason.error.code !== "StoreOutcomeUnknown")
      if (!refused) lostSight(batch)
      return Effect.void
    }
    return Effect.ignore(Effect.forEach(note(batch, exit.value), compare, { discard: true }))
  }

  const { log, definitions: port } = inner
  return {
    store: {
      ...inner,
      log: { ...log, commit: (batch) => Effect.onExit(log.commit(batch), (exit) => noted(batch, exit)) },
      definitions: {
        ...port,
        put: (row) => Effect.tap(port.put(row), (put) => Effect.sync(() => learn(put))),
        byKey: (key) => Effect.tap(port.byKey(key), (row) => Effect.sync(() => row !== undefined && learn(row))),
        list: (id) => Effect.tap(port.list(id), (rows) => Effect.sync(() => rows.forEach(learn))),
      },
      ...(inner.transactions === undefined ? {} : { transactions: watchTransactions(inner.transactions, noted) }),
    },
    violations,
    readAllBack: Effect.andThen(
      Effect.suspend(() => Effect.forEach([...watched.keys()], compare, { discard: true })),
      Effect.map(mailFlaws(inner), (flaws) => {
        for (const { instance, sentence } of flaws) report(instance, [sentence])
      }),
    ),
  }
}

/** What must not be written of an instance that has ended. */
function* belated({ advance, jobs, timers, userTasks, incidents, subscriptions, children }: Written): Iterable<string> {
  if (advance !== undefined) yield `it has ended, and commit ${advance.seq} followed`
  const waits = [jobs, timers, userTasks, incidents, subscriptions, children].flatMap<RowRef>(({ insert }) => insert)
  const rows = waits.filter(({ id }) => id !== 0)
  if (rows.length > 0) yield "it has ended, and rows of it were written into the indexes"
}

type Transactions = NonNullable<Store["Service"]["transactions"]>

/** What is committed in a transaction counts when the transaction does. */
const watchTransactions = (
  inner: Transactions,
  noted: (batch: CommitBatch, exit: Exit.Exit<CommitOutcome, StoreError>) => Effect.Effect<void>,
): Transactions => ({
  ...inner,
  run: (name, use) =>
    Effect.suspend(() => {
      const written: Array<{ readonly batch: CommitBatch; readonly outcome: CommitOutcome }> = []
      const watching = inner.run(name, (transaction) =>
        use({
          ...transaction,
          commit: (batch) => Effect.tap(transaction.commit(batch), (outcome) => Effect.sync(() => written.push({ batch, outcome }))),
        }),
      )
      return Effect.onExit(watching, (exit) =>
        Effect.forEach(
          written,
          ({ batch, outcome }) => noted(batch, Exit.isSuccess(exit) ? Exit.succeed(outcome) : Exit.failCause(exit.cause as never)),
          { discard: true },
        ),
      )
    }),
})
