/**
 * The boundaries of a commit at which a process can die, and the layer that makes it die there.
 */
import { Store, type StoreError } from "@millrace/engine/store"
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
  /** Kills this process after the fence of the next commit that is written. */
  readonly cutNextCommit: () => void
}

export const die = (): void => {
  process.kill(process.pid, "SIGKILL")
}

/** The store on which this process dies at the boundary; `commits` is told of every commit that is begun. */
export const dyingAt = (
  { layer, cutNextCommit }: CuttableStore,
  boundary: Boundary | undefined,
  commits: (count: number) => void,
): Layer.Layer<Store, StoreError> => {
  let count = 0
  const at = <A, E>(commit: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      commits(++count)
      if (count !== boundary?.commit) return commit
      if (boundary.moment === "before") die()
      if (boundary.moment === "within") cutNextCommit()
      return Effect.tap(commit, () => Effect.sync(die))
    })
  return Layer.effect(
    Store,
    Effect.map(Store, (ports) => {
      const { transactions } = ports
      if (transactions === undefined) return { ...ports, log: { ...ports.log, commit: (batch) => at(ports.log.commit(batch)) } }
      return {
        ...ports,
        log: { ...ports.log, commit: (batch) => at(ports.log.commit(batch)) },
        transactions: {
          ...transactions,
          // The commit of a transactional step ends with its transaction.
          run: (use) => {
            let own = false
            return Effect.tap(
              transactions.run((open) =>
                use({
                  ...open,
                  commit: (batch) =>
                    Effect.suspend(() => {
                      commits(++count)
                      own = count === boundary?.commit
                      if (own && boundary?.moment === "before") die()
                      return Effect.tap(open.commit(batch), () => Effect.sync(() => own && boundary?.moment === "within" && die()))
                    }),
                }),
              ),
              () => Effect.sync(() => own && die()),
            )
          },
        },
      }
    }),
  ).pipe(Layer.provide(layer))
}
