/**
 * The boundaries of a commit at which a process can die, and the layer that makes it die there.
 */
import { type CommitBatch, type LogPort, Store, type StoreError, type TransactionPort } from "@millrace/engine/store"
import { Effect, Layer } from "effect"

export const moments = ["before", "within", "after"] as const
/**
 * Before anything of the commit was sent; in the middle of it, after the fence; after it is durable, before anybody
 * was told.
 */
export type Moment = (typeof moments)[number]

export interface Boundary {
  /** Counts the commits of one life from 1. */
  readonly commit: number
  readonly moment: Moment
}

/** A store as a child process has it: what it writes can be cut short in the middle. */
export interface CuttableStore {
  readonly layer: Layer.Layer<Store, StoreError>
  /** Kills this process when the fence of this batch is written, and nobody knows yet what became of it. */
  readonly cut: (batch: CommitBatch) => void
}

export const die = (): void => {
  process.kill(process.pid, "SIGKILL")
}

/** The store on which this process dies at the boundary; `commits` is told of every commit that is begun. */
export const dyingAt = (
  { layer, cut }: CuttableStore,
  boundary: Boundary | undefined,
  commits: (count: number) => void,
): Layer.Layer<Store, StoreError> => {
  let count = 0
  /** Counts a commit; says at which moment of it this process has to die. */
  const begin = (): Moment | undefined => {
    commits(++count)
    const moment = count === boundary?.commit ? boundary.moment : undefined
    if (moment === "before") die()
    return moment
  }

  const commitOf =
    ({ commit }: LogPort): LogPort["commit"] =>
    (batch) =>
      Effect.suspend(() => {
        const moment = begin()
        if (moment === "within") cut(batch)
        return Effect.tap(commit(batch), () => Effect.sync(() => moment !== undefined && die()))
      })

  /** The commit of a transactional step is durable when its transaction ends. */
  const runOf =
    ({ run }: TransactionPort): TransactionPort["run"] =>
    (name, use) => {
      let moment: Moment | undefined
      const ending = run(name, (open) =>
        use({
          ...open,
          commit: (batch) =>
            Effect.suspend(() => {
              moment = begin()
              return Effect.tap(open.commit(batch), () => Effect.sync(() => moment === "within" && die()))
            }),
        }),
      )
      return Effect.tap(ending, () => Effect.sync(() => moment !== undefined && die()))
    }

  return Layer.effect(
    Store,
    Effect.map(Store, (ports) => ({
      ...ports,
      log: { ...ports.log, commit: commitOf(ports.log) },
      ...(ports.transactions === undefined ? {} : { transactions: { ...ports.transactions, run: runOf(ports.transactions) } }),
    })),
  ).pipe(Layer.provide(layer))
}
